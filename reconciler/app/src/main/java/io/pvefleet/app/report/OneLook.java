package io.pvefleet.app.report;

import io.pvefleet.app.care.Checkup;
import io.pvefleet.app.reconcile.Look;
import io.pvefleet.app.reconcile.PlanListener;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.app.view.Source;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A fleet that was looked at once.
 *
 * @param board what was seen; its clock stands still at the end of the look, so that ages are as of then
 * @param plan what was judged of it
 */
public record OneLook(FleetBoard board, FleetPlan plan) {

  /**
   * Looks at every host, side by side, and at the way to each: of one that does not answer that says how far one comes. Blocks;
   * changes nothing.
   *
   * @param where the fleet was read from
   */
  public static OneLook at(
      EngineFleet fleet, String where, Reconciler reconciler, Checkup checkup, Clock clock, PlanListener progress) {
    Map<String, Duration> took = new ConcurrentHashMap<>();
    List<Look> looks = reconciler.looks(fleet.hosts(), (plan, time) -> {
      took.put(plan.host(), time);
      progress.onPlanned(plan, time);
    });
    FleetPlan judged =
        Policy.judge(fleet, looks.stream().map(Look::plan).toList(), reconciler.memory(fleet, Set.of(), Set.of()));
    Map<String, HostCare> care = care(fleet, looks, checkup);
    FleetBoard board = board(fleet, where, looks, judged, took, clock.instant());
    care.forEach(board::care);
    return new OneLook(board, judged);
  }

  private static Map<String, HostCare> care(EngineFleet fleet, List<Look> looks, Checkup checkup) {
    Map<String, HostCare> care = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Look look : looks) {
        fleet.host(look.plan().host()).ifPresent(host ->
            threads.execute(() -> care.put(host.host().name(), checkup.look(host.host(), host.vms()))));
      }
    }
    return care;
  }

  private static FleetBoard board(
      EngineFleet fleet, String where, List<Look> looks, FleetPlan judged, Map<String, Duration> took, Instant now) {
    FleetBoard board = new FleetBoard(Clock.fixed(now, fleet.fleet().settings().timeZone()), Source.of(where), fleet.fleet().settings());
    board.declare(fleet);
    board.source(source -> source.accepted(new Commit(fleet.fleet().revision(), "", now, ""), now, List.of()));
    board.holds(judged.holds());
    Map<String, HostPlan> plans = judged.hosts().stream().collect(Collectors.toMap(HostPlan::host, Function.identity()));
    for (Look look : looks) {
      HostPlan plan = Optional.ofNullable(plans.get(look.plan().host())).orElse(look.plan());
      board.pass(HostPass.of(look.observation(), plan, took.getOrDefault(plan.host(), Duration.ZERO)));
    }
    return board;
  }
}
