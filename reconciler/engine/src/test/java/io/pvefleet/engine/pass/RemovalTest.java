package io.pvefleet.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.Disks;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Tombstone;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A VM that left Git: with everything in order it may be deleted, and each condition alone keeps it. */
class RemovalTest {

  private static final String UUID = "11111111-0000-4000-8000-000000000105";
  private static final Identity IDENTITY = new Identity(UUID, "old");
  private static final Lifecycle DELETE = new Lifecycle(false, OnRemove.DELETE, Disks.DELETE);

  private final TreeMap<String, String> config = new TreeMap<>();
  private Host host = Given.host("seoul-001");
  private List<Tombstone> tombstones = List.of(tombstone("old"));
  private List<Approval> approvals = List.of();
  private Applied applied = new Applied("old", "hash", DELETE, Vm.Restart.DEFAULT, "0123456789abcdef", IDENTITY);
  private Power power = Power.STOPPED;
  private boolean isTemplate;
  private boolean isRemembered = true;

  @BeforeEach
  void everythingIsInOrder() {
    config.putAll(Map.of("name", "old", "tags", "pvefleet;Till", "smbios1", "uuid=" + UUID, "scsi0", "local-lvm:vm-105-disk-0,size=8G"));
  }

  @Test
  void withEverythingInOrderItIsDeleted() {
    Change change = only();

    assertThat(change).isInstanceOf(Change.Delete.class);
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(change.head().stateDetail()).isEqualTo("no longer in Git, onRemove: delete, tombstone at removed/a.yaml:1:1: given up");
    assertThat(change.steps()).extracting(step -> step.request().toString())
        .containsExactly("DELETE /nodes/pve1/qemu/105 purge=1 destroy-unreferenced-disks=0");
    assertThat(change.attributes()).extracting(a -> a.path()).containsExactly("spec.disks.scsi0");
  }

  @Test
  void aRunningVmIsShutDownGracefullyFirst() {
    power = Power.RUNNING;

    assertThat(only().steps()).extracting(step -> step.request().toString()).containsExactly(
        "POST /nodes/pve1/qemu/105/status/shutdown timeout=180",
        "DELETE /nodes/pve1/qemu/105 purge=1 destroy-unreferenced-disks=0");
  }

  @Test
  void itIsForcedOnlyWhereTheLastAppliedDocumentSaidSo() {
    power = Power.RUNNING;
    applied = new Applied("old", "hash", DELETE, new Vm.Restart(Vm.Restart.Policy.NEVER, Duration.ofSeconds(90), true), "abc", IDENTITY);

    assertThat(only().steps().getFirst().request().toString())
        .isEqualTo("POST /nodes/pve1/qemu/105/status/shutdown timeout=90 forceStop=1");
  }

  @Test
  void withoutARecordOfWhatWasAppliedNothingIsDeleted() {
    isRemembered = false;

    assertThat(plan().changes()).isEmpty();
    assertThat(plan().unmanaged()).singleElement().matches(HostPlan.UnmanagedGuest::owned);
  }

  @Test
  void onRemoveOfTheLastAppliedDocumentDecidesAndNotTheTombstone() {
    applied = with(new Lifecycle(false, OnRemove.ORPHAN, Disks.DELETE));

    assertThat(only()).isInstanceOf(Change.Release.class);
    assertThat(only().head().stateDetail()).contains("its tombstone deletes nothing");
  }

  @Test
  void aDocumentThatWasNeverAppliedDeletesAndStopsNothing() {
    applied = applied.withSpec("");
    assertHeld(Why.PROTECTION, "was adopted, and its document was never applied");

    applied = with(new Lifecycle(false, OnRemove.STOP, Disks.KEEP)).withSpec("");
    assertHeld(Why.PROTECTION, "was adopted, and its document was never applied");
  }

  @Test
  void protectionOfTheLastAppliedDocumentKeepsIt() {
    applied = with(new Lifecycle(true, OnRemove.DELETE, Disks.DELETE));

    assertHeld(Why.PROTECTION, "The last applied document (0123456789) protects this VM, and removing the file does not lift that");
  }

  @Test
  void protectionInProxmoxKeepsIt() {
    config.put("protection", "1");

    assertHeld(Why.PROTECTION, "Proxmox protects VM 105");
  }

  @Test
  void withoutTheOwnershipTagItIsNotOurs() {
    config.put("tags", "till");

    assertThat(plan().changes()).isEmpty();
    assertThat(plan().unmanaged()).singleElement().matches(guest -> !guest.owned());
  }

  @Test
  void anotherNameKeepsIt() {
    config.put("name", "new");

    assertHeld(Why.CONFLICT, "VM 105 on the host is \"new\"; the document that left Git was of \"old\"");
  }

  @Test
  void anotherUuidKeepsIt() {
    config.put("smbios1", "uuid=22222222-0000-4000-8000-000000000105");

    assertHeld(Why.CONFLICT, "is not the one that was applied: its smbios1 uuid is 22222222");
  }

  @Test
  void aUuidThatWentAwayKeepsIt() {
    config.remove("smbios1");

    assertHeld(Why.CONFLICT, "its smbios1 uuid is not set");
  }

  @Test
  void withoutARecordedUuidItIsKept() {
    applied = applied.with(new Identity("", "old"));

    assertHeld(Why.CONFLICT, "no smbios1 uuid was recorded");
  }

  @Test
  void aLockKeepsIt() {
    config.put("lock", "backup");

    assertHeld(Why.LOCK, "VM 105 is locked (backup)");
  }

  @Test
  void hibernationKeepsItAlthoughProxmoxWouldDeleteIt() {
    config.put("lock", "suspended");
    power = Power.HIBERNATED;

    assertHeld(Why.LOCK, "VM 105 is hibernated, and so as good as running");
  }

  @Test
  void aPausedVmIsKept() {
    power = Power.PAUSED;

    assertHeld(Why.IMPOSSIBLE, "VM 105 is paused");
  }

  @Test
  void aTemplateIsKept() {
    isTemplate = true;

    assertHeld(Why.CONFLICT, "has become a template");
  }

  @Test
  void dataDisksKeepItUnlessTheLastAppliedDocumentGaveThemUp() {
    applied = with(new Lifecycle(false, OnRemove.DELETE, Disks.KEEP));
    config.put("unused0", "local-lvm:vm-105-disk-1");
    assertHeld(Why.DISKS, "keeps them: scsi0, unused0. If they may go, declare the VM again with lifecycle.disks: delete");

    config.remove("scsi0");
    config.remove("unused0");
    config.put("parent", "before-update");
    assertHeld(Why.DISKS, "keeps them: its snapshots.");
  }

  @Test
  void drivesThatAreMadeAgainAreNoData() {
    applied = with(new Lifecycle(false, OnRemove.DELETE, Disks.KEEP));
    config.remove("scsi0");
    config.putAll(Map.of("ide2", "local-lvm:vm-105-cloudinit,media=cdrom", "ide0", "local:iso/win.iso,media=cdrom",
        "efidisk0", "local-lvm:vm-105-disk-2,size=4M", "tpmstate0", "local-lvm:vm-105-disk-3,size=4M"));

    assertThat(only().head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void withoutConsentItWaits() {
    tombstones = List.of();

    assertHeld(Why.APPROVAL, "Add a Tombstone for vmid 105 to removed/ of the repository, or run `pvefleet approve seoul-001/105`.");
  }

  @Test
  void aTombstoneOfAnotherNameIsNoConsent() {
    tombstones = List.of(tombstone("other"));

    assertHeld(Why.CONFLICT, "The tombstone at removed/a.yaml:1:1 is of \"other\", and VM 105 was applied as \"old\"");
  }

  @Test
  void anApprovalIsConsent() {
    tombstones = List.of();
    approvals = List.of(approval("c1", "d1", IDENTITY, Duration.ofHours(1)));

    assertThat(only().head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(only().head().stateDetail()).contains("approved by kim until 2026-11-22T13:00:00Z");
  }

  @Test
  void anApprovalOfAnotherCommitIsVoid() {
    assertVoid(approval("c0", "d1", IDENTITY, Duration.ofHours(1)), "it was given for commit c0, and now c1 is in force");
  }

  @Test
  void anApprovalOfAnotherConfigurationIsVoid() {
    assertVoid(approval("c1", "d0", IDENTITY, Duration.ofHours(1)), "the VM's configuration changed on the host");
  }

  @Test
  void anApprovalOfAnotherVmIsVoid() {
    assertVoid(approval("c1", "d1", new Identity("33333333-0000-4000-8000-000000000105", "old"), Duration.ofHours(1)),
        "another VM has this vmid now");
  }

  @Test
  void anApprovalThatHasEndedIsVoid() {
    assertVoid(approval("c1", "d1", IDENTITY, Duration.ZERO), "it ended at 2026-11-22T12:00:00Z");
  }

  @Test
  void aHostInMaintenanceIsLeftAlone() {
    host = Given.host("seoul-001", Host.Mode.ENFORCE, Optional.empty(),
        Optional.of(new Host.Maintenance(Given.NOON.plusSeconds(60), "new disks")));

    assertHeld(Why.PAUSED, "in maintenance");
  }

  @Test
  void aHostThatIsOnlyObservedIsLeftAlone() {
    host = Given.host("seoul-001", Host.Mode.OBSERVE, Optional.empty(), Optional.empty());

    assertThat(only().head().verdict()).isInstanceOfSatisfying(
        Verdict.Held.class, held -> assertThat(held.why()).isEqualTo(Why.REPORT_ONLY));
  }

  @Test
  void anOrphanLosesItsTagAndNothingElse() {
    applied = with(Lifecycle.DEFAULT);
    power = Power.RUNNING;

    assertThat(only()).isInstanceOf(Change.Release.class);
    assertThat(only().steps()).extracting(step -> step.request().toString())
        .containsExactly("POST /nodes/pve1/qemu/105/config digest=d1 tags=Till");
    config.put("tags", "pvefleet");
    assertThat(only().steps()).extracting(step -> step.request().toString())
        .containsExactly("POST /nodes/pve1/qemu/105/config digest=d1 delete=tags");
  }

  @Test
  void aVmThatIsToStopIsShutDownBeforeItLosesItsTag() {
    applied = with(new Lifecycle(false, OnRemove.STOP, Disks.KEEP));
    power = Power.RUNNING;

    assertThat(only().steps()).extracting(Step::key).containsExactly("shutdown", "release");
    power = Power.STOPPED;
    assertThat(only().steps()).extracting(Step::key).containsExactly("release");
  }

  @Test
  void aStrangerUnderTheVmidIsNotShutDown() {
    applied = with(new Lifecycle(false, OnRemove.STOP, Disks.KEEP));
    power = Power.RUNNING;
    config.put("name", "new");

    assertHeld(Why.CONFLICT, "VM 105 on the host is \"new\"");
  }

  @Test
  void whatCouldNotBeReadIsLeftAlone() {
    HostPlan plan = plan(new Observed.Unknown<>("VM 105: timeout"), Optional.of(guest()), new Reach.Reached("9.2.11", "pve1"));

    assertThat(plan.changes()).singleElement().satisfies(change -> {
      assertThat(change).isInstanceOf(Change.Keep.class);
      assertThat(change.head().state()).isEqualTo(VmState.NOT_CHECKED);
    });
  }

  @Test
  void whatIsGoneForCertainIsOnlyForgotten() {
    HostPlan plan = plan(new Observed.Absent<>(), Optional.empty(), new Reach.Reached("9.2.11", "pve1"));

    assertThat(plan.changes()).singleElement().satisfies(change -> {
      assertThat(change).isInstanceOf(Change.Keep.class);
      assertThat(change.head().state()).isEqualTo(VmState.UNMANAGED);
    });
  }

  @Test
  void aHostThatDoesNotAnswerGivesNoRemoval() {
    assertThat(plan(new Observed.Unknown<>("away"), Optional.of(guest()), new Reach.NotReached(FaultKind.UNREACHABLE, "away")).changes())
        .isEmpty();
  }

  private void assertVoid(Approval approval, String why) {
    tombstones = List.of();
    approvals = List.of(approval);
    assertHeld(Why.APPROVAL, "The approval that kim gave at 2026-11-22T12:00:00Z does not hold any more: " + why);
  }

  private void assertHeld(Why why, String part) {
    assertThat(only().head().verdict()).isInstanceOfSatisfying(Verdict.Held.class, held -> {
      assertThat(held.detail()).contains(part);
      assertThat(held.why()).isEqualTo(why);
    });
    assertThat(only().head().state()).isEqualTo(VmState.HELD);
  }

  private Change only() {
    assertThat(plan().changes()).hasSize(1);
    return plan().changes().getFirst();
  }

  private HostPlan plan() {
    String lock = config.getOrDefault("lock", "");
    return plan(new Observed.Present<>(new VmObservation(105, power, isTemplate, lock, config, config, Set.of(), "d1")),
        Optional.of(guest()), new Reach.Reached("9.2.11", "pve1"));
  }

  private GuestSummary guest() {
    return new GuestSummary(105, "qemu", "pve1", config.getOrDefault("name", ""), "running", isTemplate,
        Set.of(config.getOrDefault("tags", "").split(";")), "");
  }

  private HostPlan plan(Observed<VmObservation> read, Optional<GuestSummary> guest, Reach reach) {
    LinkedHashMap<Integer, GuestSummary> guests = new LinkedHashMap<>();
    guest.ifPresent(one -> guests.put(105, one));
    LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>(Map.of(105, read));
    HostObservation observed = new HostObservation("seoul-001", Given.NOON, 3, reach, guests, vms, Map.of(), List.of());
    DesiredHost desired = new DesiredHost(host, Given.site("seoul"), List.of(), List.of(), tombstones, "c1");
    HostMemory memory = isRemembered ? HostMemory.of(Map.of(105, applied)) : HostMemory.NONE;
    return PlanCheck.checked(Planner.plan(desired, observed, memory.withApprovals(approvals)), observed);
  }

  private Applied with(Lifecycle lifecycle) {
    return new Applied("old", "hash", lifecycle, Vm.Restart.DEFAULT, "0123456789abcdef", IDENTITY);
  }

  private static Approval approval(String revision, String digest, Identity identity, Duration length) {
    return new Approval(new VmRef("seoul-001", 105, "old"), revision, digest, identity, "kim", Given.NOON, Given.NOON.plus(length));
  }

  private static Tombstone tombstone(String name) {
    return new Tombstone("a", "seoul-001", 105, name, "given up", new io.pvefleet.fleet.yaml.Place("removed/a.yaml", 1, 1));
  }
}
