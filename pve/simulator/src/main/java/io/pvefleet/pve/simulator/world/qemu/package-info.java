/**
 * What a Proxmox VE 9.2 host does with virtual machines: configuration, disks, power, clones, as functions of values.
 * Knows no HTTP, no login, no running task and no clock; who asks and what time it is are arguments.
 */
@NullMarked
package io.pvefleet.pve.simulator.world.qemu;

import org.jspecify.annotations.NullMarked;
