/**
 * Calls of the Proxmox API over okhttp: identity, TLS trust, limits per host, retries of safe calls, waiting for tasks.
 * Decides nothing about guests and keeps nothing beyond sessions and connections.
 */
@NullMarked
package io.pvefleet.pve.http;

import org.jspecify.annotations.NullMarked;
