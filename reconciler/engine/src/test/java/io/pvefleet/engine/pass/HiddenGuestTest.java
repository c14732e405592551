package io.pvefleet.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.simulator.world.Container;
import io.pvefleet.pve.simulator.world.Pool;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.AccessControl.Acl;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.AccessControl.User;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A VM that vanished and one that the host hides from the token look alike in every list; they must never be taken for each other. */
class HiddenGuestTest {

  private static final Caller TOKEN = new Caller.Token("fleet@pve", "pvefleet");
  private static final Vm POS = Given.vm(101, "pos-01", 2048);
  private static final Vm KIOSK = Given.vm(102, "kiosk-01", 2048);
  private static final Map<Integer, Applied> APPLIED = Map.of(101, Applied.of(POS, "abc"), 102, Applied.of(KIOSK, "abc"));

  private final SimHost host = new SimHost(1);

  @BeforeEach
  void twoVmsOfWhichTheTokenMaySeeEverything() {
    make(101, "pos-01");
    make(102, "kiosk-01");
    grant(new Acl("/", "fleet@pve", "Administrator", true));
  }

  @Test
  void aVmWhoseRightsWereTakenAwayIsNotCheckedAndNeverMadeAgain() {
    grant(new Acl("/", "fleet@pve", "Administrator", true), new Acl("/vms/101", "fleet@pve", "NoAccess", true));

    assertNotChecked(101, "VM 101 exists but is not visible to the token: missing VM.Audit on /vms/101");
    assertThat(seen(102)).isInstanceOf(Observed.Present.class);
  }

  @Test
  void aVmThatWasDeletedIsMissingForThatToken() {
    host.perform(PveRequest.delete("/nodes/pve1/qemu/101"));
    host.pass(Duration.ofMinutes(1));

    assertThat(change(101)).isInstanceOf(Change.Create.class);
  }

  @Test
  void aTokenOfOnePoolKnowsOnlyThatAVmOutsideOfItExists() {
    host.change(world -> world.withPools(new TreeMap<>(Map.of("fleet", new Pool("", new TreeSet<>(List.of(102)), new TreeSet<>())))));
    grant(new Acl("/pool/fleet", "fleet@pve", "PVEVMAdmin", true));

    assertNotChecked(101, "VM 101 exists but is not visible to the token: missing VM.Audit on /vms/101");
    assertThat(seen(102)).isInstanceOf(Observed.Present.class);
    assertThat(seen(103)).isInstanceOf(Observed.Absent.class);
  }

  @Test
  void aTokenWithoutAnyRightMakesNothingAndSaysSo() {
    grant();

    String why = "the token has no privilege on this host, so that its empty lists prove nothing: give it a role on /";
    assertNotChecked(101, why);
    assertNotChecked(102, why);
  }

  @Test
  void aSeparatedTokenWithFewerRightsThanItsUserIsTreatedByItsOwn() {
    host.change(world -> world.with(world.access().withToken("fleet@pve!pvefleet", new ApiToken("x", true, ""))
        .withAcl(new Acl("/vms/102", "fleet@pve!pvefleet", "PVEVMAdmin", true))));

    assertNotChecked(101, "VM 101 exists but is not visible to the token: missing VM.Audit on /vms/101");
    assertThat(seen(102)).isInstanceOf(Observed.Present.class);
  }

  @Test
  void rightsThatGoAwayWhileTheHostIsReadLeaveTheVmUnknown() {
    DesiredHost desired = Given.desired(POS, KIOSK);
    HostReading reading = HostReading.of(desired.host(), desired.vms());
    int rounds = 0;
    while (!reading.next().isEmpty()) {
      if (++rounds == 3) {
        grant(new Acl("/", "fleet@pve", "Administrator", true), new Acl("/vms/101", "fleet@pve", "NoAccess", true));
      }
      Map<PveRequest, Answer> round = new LinkedHashMap<>();
      reading.next().forEach(request -> round.put(request, host.perform(request, TOKEN)));
      reading = reading.with(round);
    }
    HostObservation observed = reading.observation(Given.NOON);

    assertThat(observed.vms().get(101)).isInstanceOfSatisfying(Observed.Unknown.class, unknown ->
        assertThat(unknown.why()).contains("Permission check failed"));
    Change change = Planner.plan(desired, observed, HostMemory.of(APPLIED)).changes().getFirst();
    assertThat(change.head().state()).isEqualTo(VmState.NOT_CHECKED);
    assertThat(change.steps()).isEmpty();
  }

  @Test
  void aContainerUnderTheVmidIsAConflictWhereItIsSeenAndUnknownWhereItIsHidden() {
    host.perform(PveRequest.delete("/nodes/pve1/qemu/101"));
    host.pass(Duration.ofMinutes(1));
    host.change(world -> world.withContainers(new TreeMap<>(Map.of(101, Container.stopped(101, "dns"))), host.now()));

    Change change = change(101);
    assertThat(change.steps()).isEmpty();
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Held(Why.CONFLICT, "101 is a container on this host, named \"dns\""));

    grant(new Acl("/", "fleet@pve", "Administrator", true), new Acl("/vms/101", "fleet@pve", "NoAccess", true));
    assertNotChecked(101, "VM 101 exists but is not visible to the token: missing VM.Audit on /vms/101");
  }

  private void make(int vmid, String name) {
    host.perform(PveRequest.post("/nodes/pve1/qemu").with("vmid", Integer.toString(vmid)).with("name", name)
        .with("memory", "2048").with("tags", "pvefleet"));
    host.pass(Duration.ofMinutes(1));
  }

  /** These are all the rights that the token's user has from now on. */
  private void grant(Acl... acls) {
    AccessControl access = AccessControl.installed("secret", "key")
        .withUser("fleet@pve", new User("", true))
        .withToken("fleet@pve!pvefleet", new ApiToken("x", false, ""));
    for (Acl acl : acls) {
      access = access.withAcl(acl);
    }
    AccessControl rights = access;
    host.change(world -> world.with(rights));
  }

  private Observed<?> seen(int vmid) {
    return host.observe(Given.desired(POS, KIOSK, Given.vm(103, "new", 512)), TOKEN).vms().get(vmid);
  }

  private Change change(int vmid) {
    DesiredHost desired = Given.desired(POS, KIOSK);
    HostObservation observed = host.observe(desired, TOKEN);
    HostPlan plan = PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(APPLIED)), observed);
    return plan.changes().stream().filter(change -> change.head().vm().vmid() == vmid).findFirst().orElseThrow();
  }

  private void assertNotChecked(int vmid, String why) {
    Change change = change(vmid);
    assertThat(change).isInstanceOf(Change.Keep.class);
    assertThat(change.head().state()).isEqualTo(VmState.NOT_CHECKED);
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Held(Why.UNKNOWN, why));
  }
}
