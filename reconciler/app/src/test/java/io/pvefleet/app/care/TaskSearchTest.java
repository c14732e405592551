package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.care.TaskSearch.Found;
import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which task it was, out of lists that are made up. */
class TaskSearchTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-22T05:30:00Z");

  private final List<ObjectNode> rows = new ArrayList<>();
  private final List<PveRequest> asked = new ArrayList<>();
  private Duration hostAhead = Duration.ZERO;

  @Test
  void aStartByRootAfterARebootIsTheDoingOfWhoRebooted() {
    task("qmreboot", 101, "kim@pve", NOW.minusSeconds(40), "OK");
    task("qmstart", 101, "root@pam", NOW.minusSeconds(20), "OK");
    assertThat(by(turn(101, Turn.What.STARTED))).isEqualTo("kim@pve qmreboot");
    task("qmreboot", 102, "fleet@pve!apply", NOW.minusSeconds(40), "OK");
    task("qmstart", 102, "root@pam", NOW.minusSeconds(20), "OK");
    assertThat(search(turn(102, Turn.What.STARTED))).isEqualTo(new Found.Ours());
  }

  @Test
  void aTaskThatFailedDidNothingButAGuestMayGoDownAfterItsShutdownWasGivenUp() {
    task("qmstop", 101, "lee@pam", NOW.minusSeconds(30), "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout");
    assertThat(by(turn(101, Turn.What.STOPPED))).isEqualTo("no-task");
    task("qmshutdown", 101, "kim@pve", NOW.minusSeconds(200), "VM quit/powerdown failed - got timeout");
    assertThat(by(turn(101, Turn.What.STOPPED))).isEqualTo("kim@pve qmshutdown");
  }

  @Test
  void aTaskThatStillRunsCounts() {
    task("qmshutdown", 101, "kim@pve!laptop", NOW.minusSeconds(30), "RUNNING");
    assertThat(by(turn(101, Turn.What.STOPPED))).isEqualTo("kim@pve!laptop qmshutdown");
  }

  @Test
  void theHostsClockIsItsOwnAndItsTimesAreToldInOurs() {
    hostAhead = Duration.ofHours(3);
    task("qmstop", 101, "kim@pve", NOW.minusSeconds(30).plus(hostAhead), "OK");
    task("qmstop", 101, "lee@pam", NOW.minusSeconds(30), "OK"); // three hours before
    Found.By found = (Found.By) search(turn(101, Turn.What.STOPPED));
    assertThat(((ChangedBy.Known) found.who()).user()).isEqualTo("kim@pve");
    assertThat(((ChangedBy.Known) found.who()).at()).isEqualTo(NOW.minusSeconds(30));
  }

  @Test
  void otherGuestsOtherTimesAndOtherKindsOfTasksAreNotIt() {
    task("qmstop", 1010, "kim@pve", NOW.minusSeconds(30), "OK");
    task("qmstop", 101, "kim@pve", NOW.minus(Duration.ofHours(2)), "OK");
    task("vzdump", 101, "kim@pve", NOW.minusSeconds(30), "OK");
    task("qmconfig", 101, "kim@pve", NOW.minusSeconds(30), "OK");
    assertThat(by(turn(101, Turn.What.STOPPED))).isEqualTo("no-task");
    assertThat(by(turn(101, Turn.What.CHANGED))).isEqualTo("kim@pve qmconfig");
  }

  @Test
  void allTurnsOfAPassAreTwoRequests() {
    task("qmstop", 101, "kim@pve", NOW.minusSeconds(30), "OK");
    List<Turn> turns = IntStream.range(101, 111).mapToObj(vmid -> turn(vmid, Turn.What.STOPPED)).toList();
    assertThat(new TaskSearch(line(), Clock.fixed(NOW, ZoneOffset.UTC)).of("pve1", turns)).hasSize(10);
    assertThat(asked).extracting(PveRequest::path).containsExactly("/nodes/pve1/time", "/nodes/pve1/tasks");
  }

  @Test
  void manyVmsThatOnePersonStoppedAreOneEventAndFewAreOneEach() {
    ChangedBy kim = new ChangedBy.Known("kim@pve", NOW, "qmstop", "UPID", NOW);
    List<Telling.Told> few = IntStream.range(101, 104).mapToObj(vmid -> new Telling.Told(turn(vmid, Turn.What.STOPPED), kim)).toList();
    assertThat(Telling.of("h0", few)).hasSize(3).allSatisfy(event -> assertThat(event.vmid()).isPresent());
    List<Telling.Told> many = IntStream.range(101, 111).mapToObj(vmid -> new Telling.Told(turn(vmid, Turn.What.STOPPED), kim)).toList();
    assertThat(Telling.of("h0", many)).singleElement().satisfies(event -> {
      assertThat(event.vmid()).isEmpty();
      assertThat(event.message()).isEqualTo(
          "10 VMs stopped by kim@pve: vm-101, vm-102, vm-103, vm-104, vm-105, vm-106, vm-107, vm-108 (+2).");
    });
    ChangedBy nobody = new ChangedBy.Unknown(ChangedBy.Why.NO_TASK, NOW);
    List<Telling.Told> mixed = List.of(few.getFirst(), new Telling.Told(turn(109, Turn.What.STOPPED), nobody));
    assertThat(Telling.of("h0", mixed)).extracting(NewEvent::message).containsExactly(
        "Stopped by kim@pve at 2026-11-22T05:30:00Z, task qmstop.",
        "Stopped. By whom is not known: no task on the host tells, and a guest that shuts itself down leaves none.");
  }

  private static Turn turn(int vmid, Turn.What what) {
    return new Turn(new VmRef("h0", vmid, "vm-" + vmid), what, Turn.Drift.NO, Turn.News.LOUD, NOW.minusSeconds(60), NOW);
  }

  private Found search(Turn turn) {
    return new TaskSearch(line(), Clock.fixed(NOW, ZoneOffset.UTC)).of("pve1", List.of(turn)).getFirst();
  }

  private String by(Turn turn) {
    return switch (((Found.By) search(turn)).who()) {
      case ChangedBy.Known known -> known.user() + " " + known.task();
      case ChangedBy.Unknown unknown -> unknown.word();
    };
  }

  private void task(String type, int vmid, String user, Instant started, String status) {
    String upid = "UPID:pve1:0000A001:00100000:%08X:%s:%d:%s:".formatted(started.getEpochSecond(), type, vmid, user);
    rows.add(JSON.createObjectNode().put("upid", upid).put("status", status));
  }

  private HostLine line() {
    return new HostLine() {
      @Override
      public Answer ask(PveRequest request) {
        asked.add(request);
        ArrayNode list = JSON.createArrayNode();
        list.addAll(rows);
        return new Answer.Data(request.path().endsWith("/time")
            ? JSON.createObjectNode().put("time", NOW.plus(hostAhead).getEpochSecond())
            : list);
      }

      @Override
      public Optional<String> user() {
        return Optional.of("fleet@pve!apply");
      }

      @Override
      public TaskOver await(Upid upid, Duration limit) {
        throw new AssertionError("nothing is awaited");
      }
    };
  }
}
