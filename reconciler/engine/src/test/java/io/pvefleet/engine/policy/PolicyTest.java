package io.pvefleet.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.FleetSettings.Limits;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

  private static final Reach HERE = new Reach.Reached("9.2.11", "pve1");
  private static final Reach AWAY = new Reach.NotReached(FaultKind.UNREACHABLE, "connect timed out");

  @Test
  void anEmptyFleetIsRefused() {
    FleetPlan plan = Policy.judge(Given.fleet(List.of(), Limits.DEFAULT), List.of(), FleetMemory.NONE);

    assertThat(plan.holds()).singleElement().asString().contains("declares no host");
  }

  @Test
  void aFleetThatLostAllItsVmsIsRefused() {
    FleetPlan plan = Policy.judge(fleet(4, 0), plans(4, HERE), new FleetMemory(Set.of(), 40, Set.of()));

    assertThat(plan.holds()).singleElement().asString().contains("declares no VM, the last applied one declared 40");
  }

  @Test
  void aFleetThatNeverHadAVmIsFine() {
    assertThat(Policy.judge(fleet(4, 0), plans(4, HERE), FleetMemory.NONE).holds()).isEmpty();
  }

  @Test
  void losingMoreThanAFifthOfTheHostsHoldsEverything() {
    Set<String> before = Set.of("h0", "h1", "h2", "h3", "gone1", "gone2");
    FleetPlan plan = Policy.judge(fleet(4, 1), plans(4, HERE, update(1)), new FleetMemory(before, 6, Set.of()));

    assertThat(plan.holds()).singleElement().asString()
        .contains("drops 2 of the 6 hosts").contains("gone1, gone2").contains("limits.maxHostsLostPercent");
    assertThat(verdicts(plan)).allMatch(verdict -> verdict instanceof Verdict.Held(Verdict.Why why, String d) && why == Verdict.Why.LIMIT);
  }

  @Test
  void losingExactlyAFifthOfTheHostsIsAllowed() {
    Set<String> before = Set.of("h0", "h1", "h2", "h3", "gone1");

    assertThat(Policy.judge(fleet(4, 1), plans(4, HERE), new FleetMemory(before, 5, Set.of())).holds()).isEmpty();
  }

  @Test
  void moreThanHalfOfTheHostsVanishingAtOnceAppliesNothing() {
    List<HostPlan> plans = IntStream.range(0, 5).mapToObj(i -> host(i, i < 3 ? AWAY : HERE, update(1))).toList();
    FleetPlan plan = Policy.judge(fleet(5, 1), plans, new FleetMemory(Set.of(), 0, Set.of("h0", "h1", "h2", "h3", "h4")));

    assertThat(plan.holds()).singleElement().asString().contains("3 of 5 hosts do not answer any more").contains("our own network");
    assertThat(verdicts(plan)).noneMatch(Verdict.Allowed.class::isInstance);
  }

  @Test
  void hostsThatHaveLongBeenAwaySayNothingOfOurNetwork() {
    List<HostPlan> plans = IntStream.range(0, 5).mapToObj(i -> host(i, i < 3 ? AWAY : HERE, update(1))).toList();

    assertThat(Policy.judge(fleet(5, 1), plans, new FleetMemory(Set.of(), 0, Set.of("h3", "h4"))).holds()).isEmpty();
  }

  @Test
  void aPlanOfOnePickedHostSaysNothingOfOurNetwork() {
    assertThat(Policy.judge(fleet(100, 1), List.of(host(0, AWAY, update(1))), FleetMemory.NONE).holds()).isEmpty();
  }

  @Test
  void theSilenceOfTheOnlyHostIsNoMatterOfTheNetwork() {
    assertThat(Policy.judge(fleet(1, 1), List.of(host(0, AWAY, update(1))), FleetMemory.NONE).holds()).isEmpty();
  }

  @Test
  void allHostsAwayIsSaidAsThat() {
    List<HostPlan> plans = IntStream.range(0, 2).mapToObj(i -> host(i, AWAY, update(1))).toList();

    assertThat(Policy.judge(fleet(2, 1), plans, FleetMemory.NONE).holds())
        .singleElement().asString().contains("None of the 2 hosts answers any more (h0, h1)");
  }

  @Test
  void hostsThatAnswerAndRefuseTheirTokenHaveNotVanished() {
    Reach refused = new Reach.NotReached(FaultKind.UNAUTHENTICATED, "Authentication failed!");
    List<HostPlan> plans = IntStream.range(0, 5).mapToObj(i -> host(i, i < 4 ? refused : HERE, update(1))).toList();

    assertThat(Policy.judge(fleet(5, 1), plans, FleetMemory.NONE).holds()).isEmpty();
  }

  @Test
  void fifteenOfAHundredHostsAwayHoldNothing() {
    List<HostPlan> plans = IntStream.range(0, 100).mapToObj(i -> host(i, i < 15 ? AWAY : HERE, update(1))).toList();

    assertThat(Policy.judge(fleet(100, 1), plans, FleetMemory.NONE).holds()).isEmpty();
  }

  @Test
  void tooManyDestructiveChangesHoldTheirHostsWholeAndNoOther() {
    List<HostPlan> plans = List.of(host(0, HERE, destructive(1), destructive(2), update(3)), host(1, HERE, update(4)));
    FleetPlan plan = Policy.judge(fleet(2, 10), plans, FleetMemory.NONE);

    assertThat(plan.holds()).isEmpty();
    assertThat(verdicts(plan)).hasSize(4).allSatisfy(verdict -> {
      if (verdict instanceof Verdict.Held held) {
        assertThat(held.detail()).contains("2 of 20 VMs would lose data or a device (h/1, h/2)", "maxDestructivePercent", "5 %",
            "All changes of their hosts wait", "`pvefleet approve h/1`");
      }
    });
    assertThat(verdicts(plan)).filteredOn(Verdict.Allowed.class::isInstance).hasSize(1);
    assertThat(verdicts(plan).getLast()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void thirtyDeletionsOnThirtyHostsAreAllHeld() {
    List<HostPlan> plans = IntStream.range(0, 30).mapToObj(i -> host(i, HERE, deletion(1), update(2))).toList();

    assertThat(verdicts(Policy.judge(fleet(30, 100), named(plans), FleetMemory.NONE))).hasSize(60).allSatisfy(verdict ->
        assertThat(((Verdict.Held) verdict).detail())
            .contains("30 VMs that left Git would be deleted or stopped (h0/1, h1/1, h10/1, h11/1 and 26 more)",
                "allows 3 for one commit"));
  }

  @Test
  void deletionsThatThisCommitHasMadeAlreadyCount() {
    Spending spending = new Spending(Map.of(), Set.of(), Set.of("h7/1", "h8/1", "h9/1"), Set.of(), List.of());
    List<Verdict> verdicts = verdicts(Policy.judge(fleet(1, 100), named(List.of(host(0, HERE, deletion(1)))), memory(spending)));

    assertThat(((Verdict.Held) verdicts.getFirst()).detail()).contains("4 VMs", "3 of them already within the last day");
  }

  @Test
  void vmsThatLeaveBelongToTheFleetThatLosesThem() {
    EngineFleet fleet = Given.fleet(fleet(1, 1).hosts(), new Limits(50, 100, 20, 50));
    Spending spending = new Spending(Map.of(), Set.of(), Set.of(), Set.of("h0/8", "h0/9"), List.of());
    List<HostPlan> plans = named(List.of(host(0, HERE, deletion(2), deletion(3))));

    assertThat(verdicts(Policy.judge(fleet, plans, memory(spending)))).as("4 of 5 VMs, and not 4 of 1")
        .containsOnly(new Verdict.Allowed());
  }

  @Test
  void aSecondTryOfTheSameDeletionCountsOnce() {
    Spending spending = new Spending(Map.of(), Set.of(), Set.of("h0/1", "h8/1", "h9/1"), Set.of(), List.of());

    assertThat(verdicts(Policy.judge(fleet(1, 100), named(List.of(host(0, HERE, deletion(1)))), memory(spending))))
        .containsExactly(new Verdict.Allowed());
  }

  @Test
  void deletionsOnHostsThatAreAwayCountToo() {
    Spending spending = new Spending(Map.of("h1", Set.of("h1/1", "h1/2"), "h5", Set.of("h5/1")), Set.of(), Set.of(), Set.of(), List.of());
    List<HostPlan> plans = List.of(host(0, HERE, deletion(1)), host(1, AWAY));

    assertThat(((Verdict.Held) verdicts(Policy.judge(fleet(8, 100), named(plans), memory(spending))).getFirst()).detail())
        .contains("4 VMs that left Git would be deleted or stopped (h0/1, h1/1, h1/2, h5/1)");
  }

  @Test
  void aDeletionWaitsUntilEveryHostHasBeenLookedAtForTheCommit() {
    Spending spending = new Spending(Map.of(), Set.of("h1"), Set.of(), Set.of(), List.of());
    List<Verdict> verdicts =
        verdicts(Policy.judge(fleet(2, 100), named(List.of(host(0, HERE, deletion(1), destructive(2), update(3)))), memory(spending)));

    assertThat(((Verdict.Held) verdicts.get(0)).detail()).contains("1 host is still to come");
    assertThat(verdicts.get(1)).isInstanceOf(Verdict.Held.class);
    assertThat(verdicts.get(2)).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void whatAPersonApprovedNeitherCountsNorWaits() {
    Approval approval = new Approval(new VmRef("h0", 1, "vm"), "abc123", "d", Identity.NONE, "kim", Given.NOON, Given.NOON.plusSeconds(60));
    Spending spending = new Spending(Map.of(), Set.of(), Set.of(), Set.of(), List.of(approval));
    List<HostPlan> plans = named(List.of(host(0, HERE, deletion(1), deletion(2), deletion(3), deletion(4))));
    assertThat(verdicts(Policy.judge(fleet(1, 100), plans, memory(spending)))).allMatch(Verdict.Allowed.class::isInstance);

    List<HostPlan> more = named(List.of(host(0, HERE, deletion(1), deletion(2), deletion(3), deletion(4), deletion(5))));
    assertThat(verdicts(Policy.judge(fleet(1, 100), more, memory(spending)))).satisfiesExactly(
        one -> assertThat(one).isInstanceOf(Verdict.Allowed.class), two -> assertThat(two).isInstanceOf(Verdict.Held.class),
        three -> assertThat(three).isInstanceOf(Verdict.Held.class), four -> assertThat(four).isInstanceOf(Verdict.Held.class),
        five -> assertThat(five).isInstanceOf(Verdict.Held.class));
  }

  @Test
  void vmsThatAreStoppedForGoodCountLikeDeletions() {
    Step down = new Step("shutdown", "Shut down", PveRequest.post("/nodes/pve1/qemu/1/status/shutdown"), Impact.OFFLINE, false);
    List<HostPlan> plans = IntStream.range(0, 4)
        .mapToObj(i -> host(i, HERE, new Change.Release(head(1), List.of(), List.of(down)))).toList();
    assertThat(verdicts(Policy.judge(fleet(4, 100), named(plans), FleetMemory.NONE))).noneMatch(Verdict.Allowed.class::isInstance);

    List<HostPlan> orphans = IntStream.range(0, 4).mapToObj(i -> host(i, HERE, new Change.Release(head(1), List.of(), List.of()))).toList();
    assertThat(verdicts(Policy.judge(fleet(4, 100), named(orphans), FleetMemory.NONE))).allMatch(Verdict.Allowed.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void noPlanThatPassedExceedsALimit(long seed) {
    Random random = new Random(seed);
    int hosts = 1 + random.nextInt(12);
    Limits limits = new Limits(random.nextInt(4), random.nextInt(30), 20, random.nextInt(100));
    List<HostPlan> plans = named(IntStream.range(0, hosts)
        .mapToObj(i -> random.nextInt(4) == 0 ? host(i, AWAY) : host(i, HERE, changes(random)))
        .toList());
    EngineFleet fleet = Given.fleet(fleet(hosts, 6).hosts(), limits);
    FleetPlan plan = Policy.judge(fleet, plans, FleetMemory.NONE);

    List<Change> allowed = plan.hosts().stream().flatMap(h -> h.changes().stream())
        .filter(c -> !(c instanceof Change.Keep) && c.head().verdict() instanceof Verdict.Allowed).toList();
    long away = plans.stream().filter(p -> p.reach().equals(AWAY)).count();
    assertThat(allowed.stream().filter(Change.Delete.class::isInstance).count()).isLessThanOrEqualTo(limits.maxDeletions());
    assertThat(allowed.stream().filter(PolicyTest::losesData).count() * 100)
        .isLessThanOrEqualTo(6L * hosts * limits.maxDestructivePercent());
    if (away * 100 > (long) hosts * limits.maxHostsUnreachablePercent()) {
      assertThat(allowed).isEmpty();
    }
    assertThat(plan.hosts().stream().mapToInt(h -> h.changes().size()).sum())
        .isEqualTo(plans.stream().mapToInt(h -> h.changes().size()).sum());
  }

  private static boolean losesData(Change change) {
    return change instanceof Change.Delete || change.attributes().stream().anyMatch(a -> a.impact() == Impact.DESTRUCTIVE);
  }

  private static Change[] changes(Random random) {
    return IntStream.rangeClosed(1, random.nextInt(6)).mapToObj(i -> switch (random.nextInt(3)) {
      case 0 -> destructive(i);
      case 1 -> update(i);
      default -> deletion(i);
    }).toArray(Change[]::new);
  }

  private static EngineFleet fleet(int hosts, int vmsPerHost) {
    Vm[] vms = IntStream.rangeClosed(1, vmsPerHost).mapToObj(i -> Given.vm(100 + i, "vm-" + i, 512)).toArray(Vm[]::new);
    return Given.fleet(
        IntStream.range(0, hosts).mapToObj(i -> new DesiredHost(Given.host("h" + i), Given.site("s"), List.of(vms))).toList(),
        Limits.DEFAULT);
  }

  private static List<HostPlan> plans(int hosts, Reach reach, Change... changes) {
    return IntStream.range(0, hosts).mapToObj(i -> host(i, reach, changes)).toList();
  }

  private static HostPlan host(int number, Reach reach, Change... changes) {
    return new HostPlan("h" + number, "s", Given.NOON, reach, List.of(changes), List.of(), List.of());
  }

  private static List<Verdict> verdicts(FleetPlan plan) {
    return plan.hosts().stream().flatMap(host -> host.changes().stream()).map(change -> change.head().verdict()).toList();
  }

  private static Change deletion(int vmid) {
    return new Change.Delete(head(vmid), List.of(), List.of());
  }

  private static FleetMemory memory(Spending spending) {
    return FleetMemory.NONE.with(spending);
  }

  /** Each VM known under its host's name. */
  private static List<HostPlan> named(List<HostPlan> plans) {
    return plans.stream()
        .map(plan -> plan.with(plan.changes().stream().map(change -> change.with(named(change.head(), plan.host()))).toList()))
        .toList();
  }

  private static Change.Head named(Change.Head head, String host) {
    return new Change.Head(new VmRef(host, head.vm().vmid(), "vm"), head.place(), head.labels(), head.state(), head.reason(),
        head.stateDetail(), head.verdict(), head.digest(), head.identity());
  }

  private static Change update(int vmid) {
    return change(vmid, Impact.LIVE);
  }

  private static Change destructive(int vmid) {
    return change(vmid, Impact.DESTRUCTIVE);
  }

  private static Change change(int vmid, Impact impact) {
    Step step = new Step("config", "Write", PveRequest.post("/nodes/pve1/qemu/%d/config".formatted(vmid)), impact, false);
    AttributeChange attribute = new AttributeChange("spec.x", Optional.empty(), "b", "a", "a", impact, "");
    return new Change.Update(head(vmid), List.of(attribute), List.of(step));
  }

  private static Change.Head head(int vmid) {
    return new Change.Head(new VmRef("h", vmid, "vm"), Optional.empty(), Map.of(), VmState.OUT_OF_SYNC, Change.Reason.GIT_CHANGED, "",
        new Verdict.Allowed(), "d");
  }
}
