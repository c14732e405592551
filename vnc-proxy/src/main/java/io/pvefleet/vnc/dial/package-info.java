/**
 * From a guest to an open, authenticated, parked way to its console. Decides about nobody's rights and carries no session.
 */
@NullMarked
package io.pvefleet.vnc.dial;

import org.jspecify.annotations.NullMarked;
