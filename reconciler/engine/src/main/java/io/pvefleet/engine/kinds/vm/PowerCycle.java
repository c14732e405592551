package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a running VM may be taken down and brought up again in this run. What never says so never restarts a guest. */
public sealed interface PowerCycle {

  /** Only {@code power: stopped} may take it down. */
  record Forbidden() implements PowerCycle {}

  /**
   * It may.
   *
   * @param notAfter when it must have begun; empty where that does not matter
   */
  record Allowed(Optional<Instant> notAfter) implements PowerCycle {}

  PowerCycle FORBIDDEN = new Forbidden();

  /** What approved steps allow: the same steps follow again from it as long as the VM is as it was. */
  static PowerCycle in(List<Step> approved) {
    boolean isStarted = approved.stream().anyMatch(step -> step.key().equals("start"));
    return approved.stream()
        .filter(step -> step.key().equals("reboot") || step.key().equals("shutdown") && isStarted)
        .findFirst()
        .<PowerCycle>map(step -> new Allowed(step.notAfter()))
        .orElse(FORBIDDEN);
  }
}
