/**
 * Calls of the Proxmox API over okhttp: identity, TLS, limits, retries of safe calls, waiting for tasks. Decides nothing about VMs.
 */
@NullMarked
package io.pvefleet.pve.http;

import org.jspecify.annotations.NullMarked;
