/**
 * Consoles of a host as values: who listens on which port, for whom, until when, and the VNC passwords of machines. Knows no
 * socket and no byte that goes through one.
 */
@NullMarked
package io.pvefleet.pve.simulator.world.console;

import org.jspecify.annotations.NullMarked;
