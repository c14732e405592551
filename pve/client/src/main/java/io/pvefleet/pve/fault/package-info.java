/**
 * Every way in which Proxmox or the way to it says no, as one sealed type. Performs no call.
 */
@NullMarked
package io.pvefleet.pve.fault;

import org.jspecify.annotations.NullMarked;
