package io.pvefleet.app.reconcile;

import io.pvefleet.engine.plan.HostPlan;
import java.time.Duration;

/** Told of each host as soon as it is planned. Called on many threads; must be quick and thread safe. */
@FunctionalInterface
public interface PlanListener {

  PlanListener NONE = (plan, took) -> {};

  /** Before policy: what is allowed here may still be held when all hosts are known. */
  void onPlanned(HostPlan plan, Duration took);
}
