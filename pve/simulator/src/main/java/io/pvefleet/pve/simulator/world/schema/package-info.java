/**
 * What the API says of itself: which calls exist, their parameters, types and rights, and how values are checked against
 * that. Knows no world and carries nothing out.
 */
@NullMarked
package io.pvefleet.pve.simulator.world.schema;

import org.jspecify.annotations.NullMarked;
