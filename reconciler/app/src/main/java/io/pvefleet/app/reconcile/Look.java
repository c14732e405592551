package io.pvefleet.app.reconcile;

import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.plan.HostPlan;

/** One look at a host: what was read, and the plan that it comes to before policy. */
public record Look(HostObservation observation, HostPlan plan) {}
