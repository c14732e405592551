package io.pvefleet.engine.pass;

import static io.pvefleet.engine.Given.data;
import static io.pvefleet.engine.Given.fault;
import static io.pvefleet.engine.Given.resources;
import static io.pvefleet.engine.Given.row;
import static io.pvefleet.engine.Given.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostReadingTest {

  private static final String PENDING =
      "[{'key': 'name', 'value': 'pos-01'}, {'key': 'memory', 'value': '2048'}, {'key': 'digest', 'value': 'd1'}]";
  private static final Answer TAKEN =
      new Answer.Fault(FaultKind.REJECTED, "Parameter verification failed.", Map.of("vmid", "VM 101 already exists"));

  private final Map<PveRequest, Answer> world = new HashMap<>(Map.of(
      Reads.version(), data("{'version': '9.2.11'}"),
      Reads.resources(), resources(row(101, "pos-01", "running"), row(9000, "debian", "stopped")),
      Reads.vms("pve1"), data("[" + row(101, "pos-01", "running") + ", " + row(9000, "debian", "stopped") + "]"),
      VmReader.pending("pve1", 101), data(PENDING),
      Reads.vmidUse(102), data("'102'"),
      Reads.permissions(), data("{'/': {'VM.Audit': 1}}")));

  private final List<Vm> declared = List.of(vm(101, "pos-01", 2048), vm(102, "pos-02", 2048));

  @Test
  void aHostOfTwoVmsTakesFiveRequests() {
    HostObservation seen = read(Given.host("seoul-001"));

    assertThat(seen.requests()).isEqualTo(5);
    assertThat(seen.reach()).isEqualTo(new Reach.Reached("9.2.11", "pve1"));
    assertThat(seen.vms().get(101).present()).map(VmObservation::power).contains(VmObservation.Power.RUNNING);
    assertThat(seen.vms().get(102)).isInstanceOf(Observed.Absent.class);
    assertThat(seen.storages()).containsEntry("local-lvm", "images,rootdir");
    assertThat(seen.guests()).containsKeys(101, 9000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderAndPortionsOfAnswersDoNotMatter(long seed) {
    Random random = new Random(seed);
    HostReading reading = HostReading.of(Given.host("seoul-001"), declared);
    while (!reading.next().isEmpty()) {
      List<PveRequest> wanted = new ArrayList<>(reading.next());
      Collections.shuffle(wanted, random);
      for (PveRequest request : wanted.subList(0, 1 + random.nextInt(wanted.size()))) {
        reading = reading.with(Map.of(request, world.get(request)));
      }
    }
    assertThat(reading.observation(Given.NOON)).isEqualTo(read(Given.host("seoul-001")));
  }

  @Test
  void aVmThatTheTokenMayNotSeeIsUnknownAndNotAbsent() {
    world.put(Reads.resources(), resources());
    world.put(Reads.vms("pve1"), data("[]"));
    world.put(Reads.vmidUse(101), TAKEN);

    assertThat(read(Given.host("seoul-001")).vms().get(101))
        .isEqualTo(new Observed.Unknown<>("VM 101 exists but is not visible to the token: missing VM.Audit on /vms/101"));
  }

  @Test
  void aLockIsStuckWhereNoTaskStandsBehindItAndOnlyThenIsAskedFor() {
    String locked = "{'type': 'qemu', 'node': 'pve1', 'vmid': 101, 'name': 'pos-01', 'status': 'stopped', 'lock': 'clone'}";
    world.put(Reads.resources(), resources(locked));
    world.put(Reads.vms("pve1"), data("[" + locked + "]"));
    world.put(VmReader.pending("pve1", 101), data("[{'key': 'lock', 'value': 'clone'}, {'key': 'digest', 'value': 'd1'}]"));
    world.put(Reads.activeTasks("pve1"), data("[{'upid': 'UPID:pve1:00000301:0004F057:6B026705:vncproxy:101:root@pam:'}]"));
    assertThat(read(Given.host("seoul-001")).stuck()).containsExactly(101);

    // A clone's task is filed under its source, so that any of them may be the one.
    world.put(Reads.activeTasks("pve1"), data("[{'upid': 'UPID:pve1:00000301:0004F057:6B026705:qmclone:9000:root@pam:'}]"));
    assertThat(read(Given.host("seoul-001")).stuck()).isEmpty();
    world.put(Reads.activeTasks("pve1"), new Answer.Fault(FaultKind.FORBIDDEN, "no", Map.of()));
    assertThat(read(Given.host("seoul-001")).stuck()).isEmpty();
  }

  @Test
  void anInvalidVmidIsNotTakenForOneInUse() {
    world.put(Reads.vmidUse(102),
        new Answer.Fault(FaultKind.REJECTED, "Parameter verification failed.", Map.of("vmid", "value must have a minimum value of 100")));

    assertThat(read(Given.host("seoul-001")).vms().get(102)).isInstanceOf(Observed.Unknown.class);
  }

  @Test
  void aGuestOnAnotherNodeIsUnknownAndCostsNoRead() {
    world.put(Reads.resources(), data(
        "[{'type': 'node', 'node': 'pve1'}, {'type': 'node', 'node': 'pve2'},"
            + " {'type': 'qemu', 'node': 'pve2', 'vmid': 101, 'name': 'pos-01', 'status': 'running'}]"));
    world.put(Reads.vms("pve1"), data("[]"));
    HostObservation seen = read(Given.host("seoul-001", Host.Mode.ENFORCE, Optional.of("pve1"), Optional.empty()));

    assertThat(seen.vms().get(101)).isEqualTo(new Observed.Unknown<>("VM 101 is on node pve2 now, not on pve1: it was moved"));
    assertThat(seen.requests()).isEqualTo(4);
  }

  @Test
  void aVmidThatIsListedTwiceIsUnknown() {
    world.put(Reads.resources(), resources(row(101, "pos-01", "running"), "{'type': 'qemu', 'node': 'pve2', 'vmid': 101, 'name': 'twin'}"));

    assertThat(read(Given.host("seoul-001")).vms().get(101)).isEqualTo(
        new Observed.Unknown<>("the host lists 101 2 times, on node pve1 and pve2: which of them is meant cannot be told"));
  }

  @Test
  void aVmThatIsOnItsWayBetweenTwoNodesIsUnknown() {
    world.put(Reads.resources(), data(
        "[{'type': 'node', 'node': 'pve1'}, {'type': 'node', 'node': 'pve2'},"
            + " {'type': 'qemu', 'node': 'pve2', 'vmid': 101, 'name': 'pos-01', 'status': 'running'}]"));
    HostObservation seen = read(Given.host("seoul-001", Host.Mode.ENFORCE, Optional.of("pve1"), Optional.empty()));

    assertThat(seen.vms().get(101)).isEqualTo(
        new Observed.Unknown<>("the host lists VM 101 on node pve2 and on pve1 at once: it is being moved"));
  }

  @Test
  void severalNodesAndNoneDeclaredLeavesEverythingUnknown() {
    world.put(Reads.resources(), data("[{'type': 'node', 'node': 'pve1'}, {'type': 'node', 'node': 'pve2'}]"));

    assertThat(read(Given.host("seoul-001")).vms().values()).containsOnly(
        new Observed.Unknown<>("the host shows node pve1 and pve2: name its own in spec.node of the host"));
  }

  @Test
  void emptyListsOfATokenWithoutRightsAreToldFromAnEmptyHost() {
    world.put(Reads.resources(), data("[{'type': 'node', 'node': 'pve1'}]"));
    world.put(Reads.vms("pve1"), data("[]"));
    world.put(Reads.vmidUse(101), data("'101'"));
    assertThat(read(Given.host("seoul-001")).vms().get(101)).isInstanceOf(Observed.Absent.class);

    for (String none : List.of("{}", "{'/': {}}")) {
      world.put(Reads.permissions(), data(none));
      HostObservation seen = read(Given.host("seoul-001"));
      assertThat(seen.reach()).isInstanceOfSatisfying(Reach.NotReached.class, reach -> {
        assertThat(reach.kind()).isEqualTo(FaultKind.FORBIDDEN);
        assertThat(reach.message()).contains("no privilege on this host");
      });
      assertThat(seen.vms().values()).allMatch(Observed.Unknown.class::isInstance);
      assertThat(seen.requests()).isEqualTo(3);
    }
  }

  @Test
  void aHostThatAnswersForAnotherOnesNodeIsNotReached() {
    HostObservation seen = read(Given.host("seoul-001", Host.Mode.ENFORCE, Optional.of("pve7"), Optional.empty()));

    assertThat(seen.reach()).isInstanceOfSatisfying(Reach.NotReached.class, reach ->
        assertThat(reach.message()).contains("no node \"pve7\", it shows node pve1", "another host answers"));
    assertThat(seen.requests()).isEqualTo(2);
  }

  @Test
  void aContainerUnderTheIdIsUnknown() {
    world.put(Reads.resources(), resources("{'type': 'lxc', 'node': 'pve1', 'vmid': 101, 'name': 'dns', 'status': 'running'}"));
    world.put(Reads.vms("pve1"), data("[]"));

    assertThat(read(Given.host("seoul-001")).vms().get(101))
        .isEqualTo(new Observed.Unknown<>("101 is a container on this host, named \"dns\""));
  }

  @Test
  void aHostThatDoesNotAnswerIsNotReached() {
    world.put(Reads.version(), fault(FaultKind.UNREACHABLE, "connect timed out"));
    world.put(Reads.resources(), fault(FaultKind.UNREACHABLE, "connect timed out"));
    HostObservation seen = read(Given.host("seoul-001"));

    assertThat(seen.reach()).isEqualTo(new Reach.NotReached(FaultKind.UNREACHABLE, "connect timed out"));
    assertThat(seen.vms().values()).containsOnly(new Observed.Unknown<>("connect timed out"));
  }

  @Test
  void aFailedReadOfOneVmLeavesTheOthersKnown() {
    world.put(VmReader.pending("pve1", 101), fault(FaultKind.REJECTED, "ipcc_send_rec failed"));
    HostObservation seen = read(Given.host("seoul-001"));

    assertThat(seen.vms().get(101)).isInstanceOf(Observed.Unknown.class);
    assertThat(seen.vms().get(102)).isInstanceOf(Observed.Absent.class);
  }

  @Test
  void aVmThatVanishesWhileBeingReadIsUnknownAndNotAbsent() {
    world.put(VmReader.pending("pve1", 101), fault(FaultKind.NOT_FOUND, "does not exist"));

    assertThat(read(Given.host("seoul-001")).vms().get(101)).isInstanceOf(Observed.Unknown.class);
  }

  @Test
  void whereTheListOfVmsFailsListedOnesAreUnknownAndFreeIdsStayAbsent() {
    world.put(Reads.vms("pve1"), fault(FaultKind.INDETERMINATE, "timed out"));
    HostObservation seen = read(Given.host("seoul-001"));

    assertThat(seen.vms().get(101)).isEqualTo(new Observed.Unknown<>("the VMs of node pve1 could not be listed: timed out"));
    assertThat(seen.vms().get(102)).isInstanceOf(Observed.Absent.class);
  }

  @Test
  void pausedComesFromTheResourcesAndHibernatedFromTheLock() {
    world.put(Reads.resources(), resources(row(101, "pos-01", "paused")));
    assertThat(read(Given.host("seoul-001")).vms().get(101).present()).map(VmObservation::power).contains(VmObservation.Power.PAUSED);

    world.put(Reads.resources(), resources(row(101, "pos-01", "stopped")));
    world.put(Reads.vms("pve1"), data("[" + row(101, "pos-01", "stopped") + "]"));
    world.put(VmReader.pending("pve1", 101), data("[{'key': 'lock', 'value': 'suspended'}, {'key': 'digest', 'value': 'd1'}]"));
    assertThat(read(Given.host("seoul-001")).vms().get(101).present()).map(VmObservation::power).contains(VmObservation.Power.HIBERNATED);
  }

  @Test
  void aSilentStatisticsDaemonIsReportedAndNothingIsUnknownForIt() {
    world.put(Reads.resources(), data("[{'type': 'node', 'node': 'pve1', 'status': 'unknown'},"
        + " {'type': 'qemu', 'node': 'pve1', 'vmid': 101, 'status': 'unknown'}]"));
    HostObservation seen = read(Given.host("seoul-001"));

    assertThat(seen.warnings()).singleElement().asString().contains("pvestatd");
    assertThat(seen.vms().get(101).present()).map(VmObservation::power).contains(VmObservation.Power.RUNNING);
  }

  private HostObservation read(Host host) {
    HostReading reading = HostReading.of(host, declared);
    while (!reading.next().isEmpty()) {
      Map<PveRequest, Answer> round = new HashMap<>();
      reading.next().forEach(request -> round.put(request, world.get(request)));
      reading = reading.with(round);
    }
    return reading.observation(Given.NOON);
  }
}
