package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Membership in pools on a simulated host: made in its pool, moved, taken out, and settled by reading. */
class PoolMembershipTest {

  private static final String DISK = "disks: {scsi0: {storage: local-lvm, size: 1GiB}}\n";
  private static final String CLONE = "disks: {scsi0: {storage: local-lvm, source: {template: 9000}}}\n";

  private final SimHost host = new SimHost(7);

  @BeforeEach
  void pools() {
    for (String pool : List.of("tills", "kiosks")) {
      assertThat(host.perform(PveRequest.post("/pools").with("poolid", pool))).isInstanceOf(Answer.Data.class);
    }
  }

  @Test
  void aNewVmIsMadeInItsPool() {
    applied(DISK + "pool: tills");

    assertThat(membership("pool: tills")).isEqualTo(new Membership.In("tills"));
    assertThat(host.writes()).filteredOn(write -> write.path().equals("/pools") && write.method() == PveRequest.Method.PUT).isEmpty();
  }

  @Test
  void aCloneIsMadeInItsPool() {
    applied(CLONE + "pool: tills");

    assertThat(membership("pool: tills")).isEqualTo(new Membership.In("tills"));
  }

  @Test
  void aVmGoesFromPoolToPoolAndOutOfAllAndEachPlanAfterIsEmpty() {
    applied(DISK);
    for (String pool : List.of("pool: tills", "pool: kiosks", "pool: null", "pool: kiosks")) {
      applied(DISK + pool);
    }

    assertThat(host.writes()).filteredOn(write -> write.method() == PveRequest.Method.PUT).extracting(PveRequest::toString)
        .containsExactly(
            "PUT /pools poolid=tills vms=102 allow-move=1",
            "PUT /pools poolid=kiosks vms=102 allow-move=1",
            "PUT /pools poolid=kiosks vms=102 delete=1",
            "PUT /pools poolid=kiosks vms=102 allow-move=1");
  }

  @Test
  void aPoolThatIsNotDeclaredIsLeftAlone() {
    applied(DISK + "pool: tills");

    assertThat(change(DISK)).isInstanceOf(Change.Keep.class);
  }

  @Test
  @Quirk(surprises = 36)
  void aPoolThatTheHostDoesNotHaveHoldsTheChange() {
    assertThat(change(DISK + "pool: tils").head().verdict()).isInstanceOfSatisfying(Verdict.Held.class,
        held -> assertThat(held.detail()).contains("has no pool \"tils\"", "it has kiosks and tills", "pveum pool add tils"));
    applied(DISK);
    assertThat(change(DISK + "pool: tils").head().verdict()).isInstanceOf(Verdict.Held.class);
    assertThat(host.writes()).noneMatch(write -> write.toString().contains("tils"));
  }

  @Test
  @Quirk(surprises = 36)
  void aPoolThatCannotBeSeenIsNotComparedAndSaidSo() {
    SimHost blind = new SimHost(8);
    Vm vm = Documents.of(DISK + "pool: tills");
    DesiredHost plain = Given.desired(Documents.of(DISK));
    Change create = Planner.plan(plain, blind.observe(plain), HostMemory.NONE).changes().getFirst();
    new Driver(blind).carryOut(Documents.of(DISK), create);

    HostObservation seen = blind.observe(Given.desired(vm));
    HostPlan plan = Planner.plan(Given.desired(vm), seen, HostMemory.NONE);

    assertThat(seen.warnings()).singleElement().asString().contains("spec.pool of VM 102 is not compared", "Pool.Audit");
    assertThat(plan.changes()).singleElement().isInstanceOf(Change.Keep.class);
  }

  @Test
  @Quirk(surprises = 38)
  void aTemplateUnderADeclaredVmidIsNeverChanged() {
    applied(DISK);
    host.perform(PveRequest.post("/nodes/pve1/qemu/102/template"));
    host.pass(java.time.Duration.ofMinutes(1));
    int writes = host.writes().size();

    Change change = change(DISK + "cpu: {cores: 4}\npool: tills");

    assertThat(change.head().state()).isEqualTo(VmState.HELD);
    assertThat(change.steps()).isEmpty();
    assertThat(host.writes()).hasSize(writes);
  }

  private Membership membership(String spec) {
    return host.observe(Given.desired(Documents.of(spec))).vms().get(102).present().orElseThrow().pool();
  }

  private Change change(String spec) {
    DesiredHost desired = Given.desired(Documents.of(spec));
    return Planner.plan(desired, host.observe(desired), HostMemory.NONE).changes().getFirst();
  }

  private void applied(String spec) {
    Vm vm = Documents.of(spec);
    Change change = change(spec);
    assertThat(change).as(spec).isNotInstanceOf(Change.Keep.class);
    assertThat(new Driver(host).carryOut(vm, change)).as(spec).isInstanceOf(Outcome.Succeeded.class);
    assertThat(change(spec)).as("the plan after %s", spec).isInstanceOf(Change.Keep.class);
  }
}
