/**
 * One console in use: bytes between a browser and a host, with back-pressure, clocks, counts and one reason why it ended. Knows
 * no rights, opens no connection and keeps no list of sessions.
 */
@NullMarked
package io.pvefleet.vnc.relay;

import org.jspecify.annotations.NullMarked;
