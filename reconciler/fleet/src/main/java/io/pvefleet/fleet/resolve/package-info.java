/**
 * From a tree of files to the desired fleet: loading, profiles, merge with provenance, cross checks. Knows no Proxmox host.
 */
@NullMarked
package io.pvefleet.fleet.resolve;

import org.jspecify.annotations.NullMarked;
