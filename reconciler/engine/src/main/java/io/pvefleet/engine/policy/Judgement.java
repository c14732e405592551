package io.pvefleet.engine.policy;

import io.pvefleet.engine.plan.HostPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What policy makes of the plans of a fleet: found for all of them at once, carried out for those that are asked for. Immutable.
 *
 * @param holds sentences that hold the whole run, with figure and remedy; empty where none does
 * @param weights of the plans that were judged
 * @param limits what is made of each of these plans
 */
public record Judgement(List<String> holds, List<Weight> weights, UnaryOperator<HostPlan> limits) {

  /** The plan of a host after policy; empty where none was judged. */
  public Optional<HostPlan> of(String host) {
    return weights.stream().map(Weight::plan).filter(plan -> plan.host().equals(host)).findFirst().map(limits);
  }
}
