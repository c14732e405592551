package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Query;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.app.store.LastPlans.LastPlan;
import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.Leases.Holder;
import io.pvefleet.app.store.OwedStarts.Owed;
import io.pvefleet.app.store.Revisions.InForce;
import io.pvefleet.app.store.Runs.Ending;
import io.pvefleet.app.store.Runs.Result;
import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Usages.Bucket;
import io.pvefleet.app.store.Usages.Span;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.run.Event;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps, forgets and refuses. */
abstract class StoreContract {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final VmRef POS = new VmRef("seoul-001", 102, "pos-01");

  private Store store;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void runCountsItsChangesByTheirEnd() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    end(run, Result.SUCCEEDED, List.of());
    end(run, Result.SUCCEEDED, List.of());
    end(run, Result.FAILED, List.of("line 1", "line 2"));
    Run ended = store.runs().end(run.id(), NOON.plusSeconds(9));
    assertThat(ended.counts()).isEqualTo(new Runs.Counts(2, 0, 0, 1, 0, 0));
    assertThat(ended.ended()).contains(NOON.plusSeconds(9));
    assertThat(store.runs().list(Long.MAX_VALUE, 10)).containsExactly(ended);
    assertThat(store.runs().changes(run.id()).getLast().ending().orElseThrow().log()).containsExactly("line 1", "line 2");
  }

  @Test
  void runsAreListedNewestFirstAndPaged() {
    List<Long> ids = java.util.stream.IntStream.range(0, 5)
        .mapToObj(i -> store.runs().begin("r" + i, Trigger.SCHEDULE, "", NOON.plusSeconds(i)).id()).toList();
    assertThat(store.runs().list(Long.MAX_VALUE, 2)).extracting(Run::id).containsExactly(ids.get(4), ids.get(3));
    assertThat(store.runs().list(ids.get(3), 2)).extracting(Run::id).containsExactly(ids.get(2), ids.get(1));
    assertThat(store.runs().countSince(NOON.plusSeconds(3))).isEqualTo(2);
    assertThat(store.runs().countSince(NOON.plusSeconds(9))).isZero();
  }

  @Test
  void runsOfAHostAreThoseForItAndThoseThatChangedIt() {
    Run whole = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    store.runs().beginChange(whole.id(), POS, "update", "", NOON);
    Run other = store.runs().begin("abc", Trigger.SCHEDULE, "busan-002", NOON);
    Run own = store.runs().begin("abc", Trigger.SCHEDULE, POS.host(), NOON);
    assertThat(store.runs().listOf(POS.host(), Long.MAX_VALUE, 10)).extracting(Run::id).containsExactly(own.id(), whole.id());
    assertThat(store.runs().listOf("busan-002", Long.MAX_VALUE, 10)).extracting(Run::id).containsExactly(other.id());
    assertThat(store.runs().listOf(POS.host(), own.id(), 10)).extracting(Run::id).containsExactly(whole.id());
  }

  @Test
  void changeWithoutEndIsUnfinishedUntilItEnds() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    Runs.Change change = store.runs().beginChange(run.id(), POS, "update", "memory", NOON);
    assertThat(store.runs().unfinished("seoul-001")).containsExactly(change);
    assertThat(store.runs().unfinished("busan-002")).isEmpty();
    store.runs().endChange(change.id(), new Ending(NOON, Result.INDETERMINATE, "cut off", List.of()));
    assertThat(store.runs().unfinished("seoul-001")).isEmpty();
    assertThat(store.runs().changesOf("seoul-001", 102, 5)).hasSize(1);
  }

  @Test
  void abandonedRunIsEndedOnlyWhereNoChangeIsOpen() {
    Run open = store.runs().begin("a", Trigger.COMMAND, "", NOON);
    store.runs().beginChange(open.id(), POS, "update", "", NOON);
    Run idle = store.runs().begin("b", Trigger.COMMAND, "", NOON);
    store.runs().endAbandoned(NOON.plusSeconds(1));
    assertThat(store.runs().find(open.id()).orElseThrow().ended()).isEmpty();
    assertThat(store.runs().find(idle.id()).orElseThrow().ended()).isPresent();
  }

  @Test
  void journalKeepsEntriesInOrderWithTheirTasks() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    long change = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    Upid upid = Upid.parse("UPID:pve1:0000ABCD:00112233:6560F000:qmstart:102:root@pam:").orElseThrow();
    Entry intended = new Entry(change, NOON, Stage.INTENDED, "start", "POST /nodes/pve1/qemu/102/status/start", Optional.empty(), "");
    Entry sent = new Entry(change, NOON.plusMillis(50), Stage.SENT, "start", intended.request(), Optional.of(upid), "");
    Fence fence = take("one");
    store.journal().append(intended, fence);
    store.journal().append(sent, fence);
    assertThat(store.journal().of(change)).containsExactly(intended, sent);
  }

  @Test
  void eventsAreFoundByHostVmKindAndSeverity() {
    store.events().append(event("seoul-001", Optional.of(102), "drift", Severity.WARNING));
    store.events().append(event("seoul-001", Optional.empty(), "unreachable", Severity.ERROR));
    store.events().append(event("busan-002", Optional.of(102), "applied", Severity.INFO));
    assertThat(kinds(Query.newest(10))).containsExactly("applied", "unreachable", "drift");
    assertThat(kinds(Query.newest(10).ofHost("seoul-001"))).containsExactly("unreachable", "drift");
    assertThat(kinds(Query.newest(10).ofVm("seoul-001", 102))).containsExactly("drift");
    assertThat(kinds(Query.newest(10).atLeast(Severity.WARNING))).containsExactly("unreachable", "drift");
    assertThat(kinds(Query.newest(10).ofKind("applied"))).containsExactly("applied");
    long newest = store.events().list(Query.newest(1)).getFirst().id();
    assertThat(kinds(Query.newest(10).before(newest))).containsExactly("unreachable", "drift");
  }

  @Test
  void whoHasReadUpToAnEventIsGivenTheOnesAfterItOldestFirst() {
    store.events().append(event("seoul-001", Optional.of(102), "drift", Severity.WARNING));
    long first = store.events().list(Query.newest(1)).getFirst().id();
    store.events().append(event("seoul-001", Optional.empty(), "unreachable", Severity.ERROR));
    store.events().append(event("busan-002", Optional.of(102), "applied", Severity.INFO));
    assertThat(store.events().after(first, 10)).extracting(e -> e.event().kind()).containsExactly("unreachable", "applied");
    assertThat(store.events().after(first, 1)).extracting(e -> e.event().kind()).containsExactly("unreachable");
  }

  @Test
  void creationIsUnfinishedUntilAChangeOfThatVmSucceeds() {
    long run = store.runs().begin("abc", Trigger.COMMAND, "", NOON).id();
    long create = store.runs().beginChange(run, POS, "create", "", NOON).id();
    assertThat(store.runs().unfinishedCreations("seoul-001")).containsExactly(102);
    assertThat(store.runs().unfinishedCreations("busan-002")).isEmpty();
    store.runs().endChange(create, new Ending(NOON, Result.FAILED, "", List.of()));
    assertThat(store.runs().unfinishedCreations("seoul-001")).containsExactly(102);
    long update = store.runs().beginChange(run, POS, "update", "", NOON).id();
    store.runs().endChange(update, new Ending(NOON, Result.SUCCEEDED, "", List.of()));
    assertThat(store.runs().unfinishedCreations("seoul-001")).isEmpty();
  }

  @Test
  void appliedVmIsReplacedAndRemoved() {
    store.applied().put(new AppliedVm(POS, applied("h1", Vm.Lifecycle.DEFAULT), NOON));
    AppliedVm later = new AppliedVm(POS,
        applied("h2", new Vm.Lifecycle(true, Vm.Lifecycle.OnRemove.DELETE, Vm.Lifecycle.Disks.DELETE)), NOON.plusSeconds(5));
    store.applied().put(later);
    assertThat(store.applied().of("seoul-001")).containsExactly(java.util.Map.entry(102, later));
    store.applied().remove("seoul-001", 102);
    assertThat(store.applied().all()).isEmpty();
  }

  @Test
  void anApprovalIsReplacedListedAndTakenBack() {
    store.approvals().put(approval("d1"));
    store.approvals().put(approval("d2"));
    assertThat(store.approvals().all()).containsExactly(approval("d2"));
    assertThat(store.approvals().remove("seoul-001", 102)).isTrue();
    assertThat(store.approvals().remove("seoul-001", 102)).isFalse();
    assertThat(store.approvals().all()).isEmpty();
  }

  private static Approval approval(String digest) {
    Identity identity = new Identity("22222222-0000-4000-8000-000000002000", "pos-01");
    return new Approval(POS, "r1", digest, identity, "kim", NOON, NOON.plusSeconds(60));
  }

  @Test
  void whatACommitHasSpentIsCountedOnceAndUntilItIsOld() {
    store.spent().note("r1", "seoul-001/102", Spent.Kind.REMOVED, NOON);
    store.spent().note("r1", "seoul-001/102", Spent.Kind.REMOVED, NOON.plusSeconds(5));
    store.spent().note("r1", "seoul-001/103", Spent.Kind.DESTROYED, NOON);
    store.spent().note("r2", "seoul-001/104", Spent.Kind.REMOVED, NOON);
    assertThat(store.spent().of("r1", Spent.Kind.REMOVED, NOON.minusSeconds(1))).containsExactly("seoul-001/102");
    assertThat(store.spent().of("r1", Spent.Kind.DESTROYED, NOON.minusSeconds(1))).containsExactly("seoul-001/103");
    assertThat(store.spent().of("r1", Spent.Kind.REMOVED, NOON.plusSeconds(5))).isEmpty();
  }

  private static Applied applied(String specHash, Vm.Lifecycle lifecycle) {
    Vm.Restart restart = new Vm.Restart(Vm.Restart.Policy.WINDOW, java.time.Duration.ofSeconds(90), true);
    return new Applied(POS.name(), specHash, lifecycle, restart, "r2", new Identity("22222222-0000-4000-8000-000000002000", "pos-01"));
  }

  @Test
  void lastPlanIsReplacedAndDroppedWithItsHost() {
    store.plans().put(new LastPlan("seoul-001", "r1", NOON, "{}"));
    LastPlan later = new LastPlan("seoul-001", "r2", NOON.plusSeconds(5), "{\"a\":1}");
    store.plans().put(later);
    store.plans().put(new LastPlan("busan-002", "r1", NOON, "{}"));
    store.plans().keepOnly(Set.of("seoul-001"));
    assertThat(store.plans().all()).containsExactly(later);
    assertThat(store.plans().of("busan-002")).isEmpty();
  }

  @Test
  void lastCommitInForceIsTheOneJudgedAgainst() {
    assertThat(store.revisions().last()).isEmpty();
    store.revisions().put(InForce.of("r1", NOON, Set.of("a"), 3));
    InForce second = InForce.of("r2", NOON.plusSeconds(1), Set.of("b", "a"), 4);
    store.revisions().put(second);
    assertThat(store.revisions().last()).contains(second);
  }

  @Test
  void journalGivesBackWhatHappenedToTheByte() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    long change = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    PveRequest request =
        PveRequest.post("/nodes/pve1/qemu/102/config").with("memory", "4096")
            .with("cipassword", new PveRequest.Value.Secret("env:OPS_PASSWORD"));
    Event event = new Event.Intended(NOON, new Step("config", "Set memory", request, Impact.RESTART, false));
    Entry entry =
        new Entry(change, NOON, Stage.INTENDED, "config", request.toString(), Optional.empty(), "", Optional.of(event));
    store.journal().append(entry, take("one"));
    assertThat(store.journal().of(change)).containsExactly(entry);
    assertThat(entry.request()).doesNotContain("OPS_PASSWORD");
  }

  @Test
  void leaseKeepsOthersOutUntilItRunsOut() {
    Instant until = NOON.plusSeconds(60);
    Optional<Fence> first = store.leases().take("seoul-001", "one", NOON, until);
    assertThat(first).isPresent();
    assertThat(store.leases().take("seoul-001", "two", NOON.plusSeconds(59), until.plusSeconds(60))).isEmpty();
    assertThat(store.leases().take("seoul-001", "one", NOON.plusSeconds(59), until.plusSeconds(60))).isEqualTo(first);
    Optional<Fence> second = store.leases().take("seoul-001", "two", NOON.plusSeconds(121), NOON.plusSeconds(200));
    assertThat(second).isPresent();
    store.leases().release(first.orElseThrow());
    assertThat(store.leases().take("seoul-001", "one", NOON.plusSeconds(122), NOON.plusSeconds(200))).isEmpty();
    store.leases().release(second.orElseThrow());
    assertThat(store.leases().holder("seoul-001")).isEmpty();
    assertThat(store.leases().take("seoul-001", "one", NOON.plusSeconds(122), NOON.plusSeconds(200))).isPresent();
  }

  @Test
  void everyNewOwnerHasAGreaterNumberAlsoAfterARelease() {
    Fence first = take("one");
    store.leases().release(first);
    Fence again = take("one");
    Fence other = store.leases().takeFrom(again, "two", NOON.plusSeconds(60)).orElseThrow();
    assertThat(List.of(first.number(), again.number(), other.number())).isSorted().doesNotHaveDuplicates();
    assertThat(store.leases().takeFrom(again, "three", NOON.plusSeconds(60))).isEmpty();
    assertThat(store.leases().holder("seoul-001")).contains(new Holder(other, "two"));
  }

  @Test
  void staleOwnerJournalsNothingAndOwesNothing() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    long change = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    Entry entry = new Entry(change, NOON, Stage.INTENDED, "shutdown", "POST /x", Optional.empty(), "");
    Fence stale = take("one");
    store.leases().takeFrom(stale, "two", NOON.plusSeconds(60)).orElseThrow();
    assertThatThrownBy(() -> store.journal().append(entry, stale)).isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> store.journal().appendOwing(entry, stale, 102)).isInstanceOf(LeaseLost.class);
    assertThat(store.journal().of(change)).isEmpty();
    assertThat(store.owedStarts().of("seoul-001")).isEmpty();
  }

  @Test
  void startIsOwedFromTheIntentUntilItIsSettledByThatChange() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    long first = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    long second = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    Fence fence = take("one");
    store.journal().appendOwing(new Entry(first, NOON, Stage.INTENDED, "shutdown", "", Optional.empty(), ""), fence, 102);
    Owed old = store.owedStarts().of("seoul-001").get(102);
    store.journal().appendOwing(new Entry(second, NOON, Stage.INTENDED, "shutdown", "", Optional.empty(), ""), fence, 102);
    store.owedStarts().settle(old);
    Owed now = new Owed("seoul-001", 102, second, NOON);
    assertThat(store.owedStarts().of("seoul-001")).containsExactly(java.util.Map.entry(102, now));
    store.owedStarts().settle(now);
    assertThat(store.owedStarts().of("seoul-001")).isEmpty();
  }

  @Test
  void whatWaitsIsRememberedUntilItWaitsNoLonger() {
    store.waiting().put("seoul-001", 102, Map.of("spec.memory", NOON, "spec.cpu.cores", NOON.plusSeconds(60)));
    store.waiting().put("seoul-001", 103, Map.of("spec.memory", NOON));
    store.waiting().put("busan-002", 102, Map.of("spec.memory", NOON.plusSeconds(5)));
    assertThat(store.waiting().of("seoul-001")).isEqualTo(
        Map.of(102, Map.of("spec.memory", NOON, "spec.cpu.cores", NOON.plusSeconds(60)), 103, Map.of("spec.memory", NOON)));
    store.waiting().put("seoul-001", 102, Map.of("spec.cpu.cores", NOON.plusSeconds(60)));
    store.waiting().put("seoul-001", 103, Map.of());
    assertThat(store.waiting().of("seoul-001")).isEqualTo(Map.of(102, Map.of("spec.cpu.cores", NOON.plusSeconds(60))));
  }

  @Test
  void firstEndOfAChangeStays() {
    Run run = store.runs().begin("abc", Trigger.COMMAND, "", NOON);
    long change = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    store.runs().endChange(change, new Ending(NOON, Result.INDETERMINATE, "settled", List.of()));
    store.runs().endChange(change, new Ending(NOON.plusSeconds(1), Result.SUCCEEDED, "late", List.of()));
    assertThat(store.runs().changes(run.id()).getFirst().ending().orElseThrow().detail()).isEqualTo("settled");
  }

  @Test
  void tidyForgetsOldHistoryAndKeepsWhatIsOpen() {
    Run old = store.runs().begin("a", Trigger.COMMAND, "", NOON);
    long change = store.runs().beginChange(old.id(), POS, "update", "", NOON).id();
    store.runs().endChange(change, new Ending(NOON, Result.SUCCEEDED, "", List.of()));
    store.journal().append(new Entry(change, NOON, Stage.INTENDED, "config", "POST /x", Optional.empty(), ""), take("one"));
    store.runs().end(old.id(), NOON);
    Run open = store.runs().begin("b", Trigger.COMMAND, "", NOON);
    store.events().append(event("seoul-001", Optional.empty(), "drift", Severity.INFO));
    store.tidy(NOON.plus(Duration.ofDays(2)), new Retention(Duration.ofDays(1), Duration.ofDays(1)));
    assertThat(store.runs().list(Long.MAX_VALUE, 10)).extracting(Run::id).containsExactly(open.id());
    assertThat(store.journal().of(change)).isEmpty();
    assertThat(store.events().list(Query.newest(10))).isEmpty();
  }

  @Test
  void usageIsKeptByHostAndSpanUntilItIsOld() {
    Bucket noon = new Bucket("seoul-001", Span.FIVE_MINUTES, NOON, "a");
    Bucket later = new Bucket("seoul-001", Span.FIVE_MINUTES, NOON.plusSeconds(300), "b");
    Bucket hour = new Bucket("seoul-001", Span.HOUR, NOON, "c");
    Bucket other = new Bucket("busan-002", Span.FIVE_MINUTES, NOON.plusSeconds(600), "d");
    assertThat(store.usages().newest(Span.HOUR)).isEmpty();
    store.usages().put(List.of(later, noon, hour, other));
    assertThat(store.usages().of("seoul-001", Span.FIVE_MINUTES, NOON, NOON.plusSeconds(301))).containsExactly(noon, later);
    assertThat(store.usages().of("seoul-001", Span.FIVE_MINUTES, NOON, NOON.plusSeconds(300))).containsExactly(noon);
    assertThat(store.usages().of("seoul-001", Span.HOUR, NOON, NOON.plusSeconds(1))).containsExactly(hour);
    assertThat(store.usages().hosts(Span.FIVE_MINUTES, NOON.plusSeconds(300), NOON.plusSeconds(900)))
        .containsExactly("busan-002", "seoul-001");
    assertThat(store.usages().hosts(Span.HOUR, NOON.plusSeconds(1), NOON.plusSeconds(900))).isEmpty();
    assertThat(store.usages().newest(Span.FIVE_MINUTES)).contains(NOON.plusSeconds(600));
  }

  @Test
  void usageThatIsWrittenAgainReplacesWhatWasThere() {
    store.usages().put(List.of(new Bucket("seoul-001", Span.HOUR, NOON, "a")));
    store.usages().put(List.of(new Bucket("seoul-001", Span.HOUR, NOON, "b")));
    assertThat(store.usages().of("seoul-001", Span.HOUR, NOON, NOON.plusSeconds(1))).extracting(Bucket::samples).containsExactly("b");
  }

  @Test
  void tidyForgetsUsageByItsSpan() {
    store.usages().put(List.of(new Bucket("seoul-001", Span.FIVE_MINUTES, NOON, "a"), new Bucket("seoul-001", Span.HOUR, NOON, "b")));
    store.tidy(NOON.plus(Span.FIVE_MINUTES.kept()), Retention.DEFAULT);
    assertThat(store.usages().newest(Span.FIVE_MINUTES)).contains(NOON);
    store.tidy(NOON.plus(Span.FIVE_MINUTES.kept()).plusSeconds(1), Retention.DEFAULT);
    assertThat(store.usages().newest(Span.FIVE_MINUTES)).isEmpty();
    assertThat(store.usages().newest(Span.HOUR)).contains(NOON);
    store.tidy(NOON.plus(Span.HOUR.kept()).plusSeconds(1), Retention.DEFAULT);
    assertThat(store.usages().newest(Span.HOUR)).isEmpty();
  }

  private Fence take(String owner) {
    return store.leases().take("seoul-001", owner, NOON, NOON.plusSeconds(60)).orElseThrow();
  }

  private void end(Run run, Result result, List<String> log) {
    long change = store.runs().beginChange(run.id(), POS, "update", "", NOON).id();
    store.runs().endChange(change, new Ending(NOON, result, "", log));
  }

  private List<String> kinds(Query query) {
    return store.events().list(query).stream().map(stored -> stored.event().kind()).toList();
  }

  private static NewEvent event(String host, Optional<Integer> vmid, String kind, Severity severity) {
    return new NewEvent(NOON, severity, kind, host, vmid, vmid.isPresent() ? "pos-01" : "", "", "something happened");
  }
}
