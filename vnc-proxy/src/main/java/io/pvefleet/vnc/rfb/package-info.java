/**
 * RFB 003.008 as the proxy speaks it to a host and to a browser: bytes in, bytes out. Opens no connection and knows no clock,
 * thread or session.
 */
@NullMarked
package io.pvefleet.vnc.rfb;

import org.jspecify.annotations.NullMarked;
