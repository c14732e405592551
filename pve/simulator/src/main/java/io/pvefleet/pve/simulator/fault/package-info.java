/**
 * Seeded misbehaviour: latency, silence, lost answers, failing tasks. Knows no request's meaning.
 */
@NullMarked
package io.pvefleet.pve.simulator.fault;

import org.jspecify.annotations.NullMarked;
