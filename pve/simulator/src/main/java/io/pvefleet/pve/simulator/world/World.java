package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;

/** Everything a simulated host is at one instant. Immutable. */
public record World(HostFacts facts, AccessControl access) {}
