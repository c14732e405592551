package io.pvefleet.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.PlanCheck;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.policy.FleetMemory;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Nothing restarts and nothing is destroyed unasked, whatever the documents say, whatever people edit, whatever hosts are like: ten
 * thousand fleets are made, applied, lived in and edited, and each request of each plan is judged by someone who knows the planner not.
 */
class GeneratedFleetsTest {

  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);
  /** Commits that follow each other before another fleet is begun with; each makes a fleet of its own. */
  private static final int EDITS = 10;

  private static final int FLEETS = Integer.getInteger("pvefleet.fleets", 10_000);

  @Test
  void noPlanRestartsOrDestroysWithoutConsent() {
    Random seeds = new Random(SEED);
    Map<String, Integer> counts = new TreeMap<>();
    List<String> breaches = new ArrayList<>();
    for (int i = 0; i < FLEETS; i += EDITS) {
      long seed = seeds.nextLong();
      for (String breach : breaches(new Random(seed), counts)) {
        breaches.add("fleets from " + i + ", seed " + seed + "L: " + breach);
      }
    }
    System.out.println("generated fleets from seed " + SEED + " (-Dpvefleet.seed, -Dpvefleet.fleets=" + FLEETS + "): " + counts);
    assertThat(breaches).isEmpty();
    assertThat(counts.getOrDefault("steps that restart, with consent", 0)).as("the law was put to the test").isPositive();
    assertThat(counts.getOrDefault("steps that destroy, with consent", 0)).as("the law was put to the test").isPositive();
    assertThat(counts.getOrDefault("deletions, with consent", 0)).as("the law was put to the test").isPositive();
  }

  private static List<String> breaches(Random random, Map<String, Integer> counts) {
    List<String> breaches = new ArrayList<>();
    GeneratedFleet before = GeneratedFleet.any(random);
    EngineFleet applied = before.loaded();
    for (int edit = 0; edit < EDITS; edit++) {
      GeneratedFleet after = before.edited(random);
      EngineFleet desired = after.loaded();
      breaches.addAll(breaches(before, applied, after, desired, random, counts));
      before = after;
      applied = desired;
    }
    return breaches;
  }

  private static List<String> breaches(GeneratedFleet before, EngineFleet applied, GeneratedFleet after, EngineFleet desired,
      Random random, Map<String, Integer> counts) {
    boolean remembers = random.nextInt(10) > 0;
    Map<String, TreeMap<Integer, VmObservation>> live = new HashMap<>();
    List<HostPlan> plans = new ArrayList<>();
    for (DesiredHost host : desired.hosts()) {
      Optional<DesiredHost> old = applied.host(host.host().name());
      TreeMap<Integer, VmObservation> guests = old.map(was -> GeneratedHosts.lived(was, random)).orElseGet(TreeMap::new);
      live.put(host.host().name(), guests);
      HostObservation observed = GeneratedHosts.observed(host, guests, random);
      HostMemory memory = remembers ? old.map(was -> GeneratedHosts.memory(was, guests, random)).orElse(HostMemory.NONE) : HostMemory.NONE;
      plans.add(PlanCheck.checked(Planner.plan(host, observed, memory), observed));
    }
    FleetPlan plan = Policy.judge(desired, plans, remembers ? memory(applied) : FleetMemory.NONE);
    count(counts, "fleets", 1);
    count(counts, "VMs", desired.vmCount());
    List<String> breaches = new ArrayList<>();
    plan.hosts().forEach(host -> host.changes().forEach(change ->
        breaches.addAll(judged(change, before, after, live.getOrDefault(host.host(), new TreeMap<>()), counts))));
    return breaches;
  }

  private static List<String> judged(
      Change change, GeneratedFleet before, GeneratedFleet after, TreeMap<Integer, VmObservation> live, Map<String, Integer> counts) {
    switch (change.head().verdict()) {
      case Verdict.Held(Verdict.Why why, String detail) -> {
        count(counts, "held, " + why.word(), 1);
        return List.of();
      }
      case Verdict.Allowed() -> { }
    }
    VmObservation guest = live.get(change.head().vm().vmid());
    if (change instanceof Change.Create || guest == null) {
      count(counts, "steps of creations", change.steps().size());
      return change.steps().stream().filter(step -> !isCreation(change, step)).map(Step::toString).toList();
    }
    Consent consent = new Consent(vm(after, change), vm(before, change),
        after.consentsToDelete(change.head().vm().host(), change.head().vm().vmid()), after.isWindowOpen(), guest);
    List<String> breaches = new ArrayList<>();
    for (Step step : change.steps()) {
      if (!step.predicted()) {
        Consent.Finding found = consent.judge(step.request());
        breaches.addAll(found.breaches());
        count(counts, step.request().method() == PveRequest.Method.DELETE ? "deletions, with consent" : switch (found.effect()) {
          case HARMLESS -> "harmless steps";
          case RESTARTS -> "steps that restart, with consent";
          case DESTROYS -> "steps that destroy, with consent";
        }, 1);
      }
    }
    return breaches;
  }

  private static boolean isCreation(Change change, Step step) {
    return change instanceof Change.Create && step.key().matches("create|config|resize \\w+|start");
  }

  private static Optional<GeneratedVm> vm(GeneratedFleet fleet, Change change) {
    return Optional.ofNullable(fleet.hosts().getOrDefault(change.head().vm().host(), new TreeMap<>()).get(change.head().vm().vmid()));
  }

  private static FleetMemory memory(EngineFleet applied) {
    return new FleetMemory(
        applied.hosts().stream().map(host -> host.host().name()).collect(java.util.stream.Collectors.toSet()), applied.vmCount(),
        java.util.Set.of());
  }

  private static void count(Map<String, Integer> counts, String what, int more) {
    counts.merge(what, more, Integer::sum);
  }
}
