/**
 * What stands behind a guest's console: a simulated screen, a simulated terminal, or the VNC server of a real QEMU.
 * Knows nothing of the way there: no ticket, port, HTTP or WebSocket.
 */
@NullMarked
package io.pvefleet.pve.simulator.screen;

import org.jspecify.annotations.NullMarked;
