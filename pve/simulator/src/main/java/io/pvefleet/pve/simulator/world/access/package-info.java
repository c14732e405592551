/**
 * Users, tokens, roles, ACLs and tickets of a host: who a caller is and what is allowed. Knows no endpoint.
 */
@NullMarked
package io.pvefleet.pve.simulator.world.access;

import org.jspecify.annotations.NullMarked;
