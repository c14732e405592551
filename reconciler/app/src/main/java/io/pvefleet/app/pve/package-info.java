/**
 * The client behind the engine's port: requests as values go out, answers and faults as values come back. Decides nothing.
 */
@NullMarked
package io.pvefleet.app.pve;

import org.jspecify.annotations.NullMarked;
