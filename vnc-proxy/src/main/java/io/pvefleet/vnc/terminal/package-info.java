/**
 * The protocol of termproxy as the proxy speaks it to a host and reads it from a browser: bytes in, bytes out. Draws no terminal
 * and knows no clock, thread or session.
 */
@NullMarked
package io.pvefleet.vnc.terminal;

import org.jspecify.annotations.NullMarked;
