/**
 * Every way in which Proxmox or the way to it says no, as one sealed type, and the one place that reads Proxmox's error
 * texts. Performs no call and decides nothing about what to do next.
 */
@NullMarked
package io.pvefleet.pve.fault;

import org.jspecify.annotations.NullMarked;
