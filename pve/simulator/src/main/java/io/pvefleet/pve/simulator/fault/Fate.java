package io.pvefleet.pve.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/** What the switch decided for one call: how long it takes at least, and what goes wrong. */
public record Fate(Duration delay, Optional<Fault> fault) {}
