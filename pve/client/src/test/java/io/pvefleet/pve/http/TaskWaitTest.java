package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TaskWaitTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Upid TASK = Upid.parse("UPID:pve2:00000187:0007108E:6B026C76:qmclone:9000:root@pam!full:").orElseThrow();
  private static final String PATH =
      "/nodes/pve2/tasks/UPID%3Apve2%3A00000187%3A0007108E%3A6B026C76%3Aqmclone%3A9000%3Aroot%40pam%21full%3A";
  private static final String RUNNING = "{\"status\":\"running\"}";

  private final Virtual virtual = new Virtual();
  private final Deque<Object> statuses = new ArrayDeque<>();
  private String log = "[]";
  private final List<PveRequest> asked = new ArrayList<>();
  private final List<TaskProgress> progress = new ArrayList<>();

  @Test
  void looksBecomeRarerUpToFiveSeconds() {
    for (int i = 0; i < 9; i++) {
      statuses.add(RUNNING);
    }
    statuses.add(stopped("OK"));
    assertThat(await(Duration.ofMinutes(5))).isEqualTo(new TaskEnd.Succeeded(TASK, List.of()));
    assertThat(virtual.slept).extracting(Duration::toMillis)
        .containsExactly(500L, 750L, 1125L, 1687L, 2530L, 3795L, 5000L, 5000L, 5000L, 5000L);
    assertThat(asked).allMatch(r -> r.path().equals(PATH + "/status"));
    assertThat(progress).hasSize(9);
    assertThat(progress.getFirst().elapsed()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void warningsAreASuccessWithTheirLines() {
    statuses.add(stopped("WARNINGS: 1"));
    log = "[{\"n\":1,\"t\":\"starting\"},{\"n\":2,\"t\":\"WARN: iothread is only valid with virtio disk\"},"
        + "{\"n\":3,\"t\":\"TASK WARNINGS: 1\"}]";
    assertThat(await(Duration.ofMinutes(1)))
        .isEqualTo(new TaskEnd.Succeeded(TASK, List.of("iothread is only valid with virtio disk")));
  }

  @Test
  void warningsWithoutALogAreStillToldOf() {
    statuses.add(stopped("WARNINGS: 2"));
    assertThat(await(Duration.ofMinutes(1))).isInstanceOfSatisfying(TaskEnd.Succeeded.class, end ->
        assertThat(end.warnings()).singleElement().asString().startsWith("2 warnings in the log of UPID:pve2"));
  }

  @Test
  void aFailureBringsTheEndOfItsLog() {
    statuses.add(stopped("start failed: QEMU exited with code 1"));
    log = "[{\"n\":1,\"t\":\"kvm: no\"},{\"n\":2,\"t\":\"TASK ERROR: start failed: QEMU exited with code 1\"}]";
    assertThat(await(Duration.ofMinutes(1))).isInstanceOfSatisfying(TaskEnd.Failed.class, end -> {
      assertThat(end.fault()).isInstanceOf(PveException.TaskFailed.class).hasMessage("start failed: QEMU exited with code 1");
      assertThat(end.log()).containsExactly("kvm: no", "TASK ERROR: start failed: QEMU exited with code 1");
    });
    assertThat(asked.getLast()).isEqualTo(PveRequest.get(PATH + "/log").with("start", "0").with("limit", "1000"));
  }

  @Test
  void aLongLogIsReadInPagesAndItsEndKept() {
    statuses.add(stopped("x"));
    StringBuilder page = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      page.append(i == 0 ? "" : ",").append("{\"n\":").append(i).append(",\"t\":\"line\"}");
    }
    log = page.append("]").toString();
    assertThat(await(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(TaskEnd.Failed.class, end -> assertThat(end.log()).hasSize(200));
    assertThat(asked).as("one status and a bounded number of pages").hasSize(21);
  }

  @Test
  void aLogWithoutContentIsEmpty() {
    statuses.add(stopped("x"));
    log = "[{\"n\":1,\"t\":\"no content\"}]";
    assertThat(await(Duration.ofMinutes(1))).isInstanceOfSatisfying(TaskEnd.Failed.class, end -> assertThat(end.log()).isEmpty());
  }

  @Test
  void aLockInAnExitStatusIsALock() {
    statuses.add(stopped("VM is locked (backup)"));
    assertThat(await(Duration.ofMinutes(1))).isInstanceOfSatisfying(TaskEnd.Failed.class, end ->
        assertThat(end.fault()).isInstanceOf(PveException.Locked.class));
  }

  @Test
  void aLostEndIsNotKnown() {
    String noExit = "{\"status\":\"stopped\"}";
    for (String lost : List.of(noExit, stopped("unexpected status"), stopped("unable to get last line from task log - x"))) {
      statuses.add(lost);
      assertThat(await(Duration.ofMinutes(1))).isInstanceOfSatisfying(TaskEnd.Unknown.class, end ->
          assertThat(end.fault().upid()).contains(TASK));
    }
  }

  @Test
  void aTaskThatTheHostHasForgottenIsNotKnown() {
    statuses.add(new PveException.NotFound("no such task"));
    assertThat(await(Duration.ofMinutes(1))).isInstanceOf(TaskEnd.Unknown.class);
  }

  @Test
  void readsThatFailAreToleratedAndToldOf() {
    statuses.add(new PveException.Unreachable(Reason.NO_ANSWER, "gone"));
    statuses.add(new PveException.Rejected("odd", Map.of()));
    statuses.add(stopped("OK"));
    assertThat(await(Duration.ofMinutes(1))).isInstanceOf(TaskEnd.Succeeded.class);
    assertThat(progress).extracting(p -> p.trouble().map(PveException::message).orElse("")).containsExactly("gone", "odd");
  }

  @Test
  void atTheDeadlineTheEndIsNotKnownAndTheTaskIsNamed() {
    for (int i = 0; i < 100; i++) {
      statuses.add(RUNNING);
    }
    assertThat(await(Duration.ofSeconds(3))).isInstanceOfSatisfying(TaskEnd.Unknown.class, end -> {
      assertThat(end.upid()).isEqualTo(TASK);
      assertThat(end.fault()).hasMessage("the end of task qmclone is not known: it still ran after 3 s");
    });
    assertThat(virtual.slept.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(3000);
  }

  @Test
  void anInterruptedWaitEndsWithoutAnAnswer() {
    TaskWait wait = new TaskWait(r -> {
      throw new AssertionError("not asked");
    }, new Surroundings(virtual.surroundings().clock(), virtual.surroundings().random(), d -> {
      throw new InterruptedException();
    }));
    assertThat(wait.await(TASK, Duration.ofMinutes(1), progress::add)).isInstanceOf(TaskEnd.Unknown.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private TaskEnd await(Duration timeout) {
    return new TaskWait(this::answer, virtual.surroundings()).await(TASK, timeout, progress::add);
  }

  private PveResponse answer(PveRequest request) {
    asked.add(request);
    Object next = request.path().endsWith("/log") ? log : statuses.removeFirst();
    if (next instanceof PveException fault) {
      throw fault;
    }
    return new PveResponse(200, "OK", JSON.readTree((String) next), Map.of(), "");
  }

  private static String stopped(String exitStatus) {
    return "{\"status\":\"stopped\",\"exitstatus\":\"" + exitStatus + "\"}";
  }
}
