/**
 * What the console proxy says of its sessions, and where it is. Opens no console and knows nothing of the proxy's classes.
 */
@NullMarked
package io.pvefleet.app.consoles;

import org.jspecify.annotations.NullMarked;
