/**
 * Simulated hosts on TLS ports of their own. Decides nothing about Proxmox.
 */
@NullMarked
package io.pvefleet.pve.simulator.http;

import org.jspecify.annotations.NullMarked;
