/**
 * A Proxmox host as a value: world, request and time give a new world and an answer. No thread, clock or socket.
 */
@NullMarked
package io.pvefleet.pve.simulator.world;

import org.jspecify.annotations.NullMarked;
