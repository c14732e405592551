/**
 * Values of the Proxmox VE API (requests, answers, UPIDs, property strings, digests) and how their text is read and
 * written. Nothing here performs a call, knows a fleet or decides anything.
 */
@NullMarked
package io.pvefleet.pve.wire;

import org.jspecify.annotations.NullMarked;
