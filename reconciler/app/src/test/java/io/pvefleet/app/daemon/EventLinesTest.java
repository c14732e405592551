package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.process.settings.CannotListen;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says, and where. */
class EventLinesTest {

  @Test
  void eventIsKeptAndWrittenAsOneLineOfKeysAndValues() {
    Logger logger = (Logger) LoggerFactory.getLogger("io.pvefleet.event");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    List<String> told = new ArrayList<>();
    try (MemoryStore store = new MemoryStore()) {
      new EventLines(store, told::add).events().append(new EventLog.NewEvent(Instant.EPOCH, EventLog.Severity.ERROR, "failed", "seoul-001",
          Optional.of(102), "pos-01", "PVF-0306", "update failed: no \"space\"\nleft"));
      assertThat(store.events().list(EventLog.Query.newest(1))).hasSize(1);
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(told).containsExactly("events");
    assertThat(lines.list).hasSize(1);
    byte[] written = console().getEncoder().encode(lines.list.getFirst());
    assertThat(new String(written, StandardCharsets.UTF_8)).hasLineCount(1).contains("ERROR Change failed host=\"seoul-001\" vmid=\"102\""
        + " vm=\"pos-01\" code=\"PVF-0306\" what=\"update failed: no 'space' left\"");
  }

  @Test
  void eachLineOfARunIsToldWithTheRunAlsoOfOneThatAnEarlierProcessBegan() {
    Set<String> told = new TreeSet<>();
    try (MemoryStore store = new MemoryStore()) {
      Store first = new EventLines(store, told::add);
      Runs.Run run = first.runs().begin("abc", Runs.Trigger.COMMIT, "seoul-001", Instant.EPOCH);
      Runs.Change change = first.runs().beginChange(run.id(), new VmRef("seoul-001", 102, "pos-01"), "update", "memory", Instant.EPOCH);
      assertThat(told).containsExactly("r-" + run.id(), "runs");

      told.clear();
      Store second = new EventLines(store, told::add);
      second.runs().unfinished("seoul-001");
      Fence fence = store.leases().take("seoul-001", "second", Instant.EPOCH, Instant.EPOCH.plusSeconds(60)).orElseThrow();
      second.journal().append(
          new Journal.Entry(change.id(), Instant.EPOCH, Journal.Stage.SENT, "update", "PUT /x", Optional.empty(), ""), fence);
      assertThat(told).containsExactly("r-" + run.id(), "runs");
    }
  }

  @Test
  void logsGoToStandardErrorSinceStandardOutputIsForPrograms() {
    assertThat(console().getTarget()).isEqualTo("System.err");
  }

  @Test
  void everyKindOfEventHasATitleOfItsOwn() {
    for (EventKind kind : EventKind.values()) {
      assertThat(EventLines.title(kind.word())).as(kind.word()).doesNotStartWith("Event");
    }
  }

  @Test
  void portThatIsTakenIsSaidBeforeAnythingBegins() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> CannotListen.tryOut("127.0.0.1", taken.getLocalPort()))
          .isInstanceOfSatisfying(CannotListen.class, e -> {
            assertThat(e.diagnostic().code().id()).isEqualTo("PVF-0526");
            assertThat(e.diagnostic().detail()).contains("127.0.0.1 port " + taken.getLocalPort());
          });
    }
    assertThatThrownBy(() -> CannotListen.tryOut("no-such-host.invalid", 0)).isInstanceOf(CannotListen.class);
    CannotListen.tryOut("127.0.0.1", 0);
  }

  private static ConsoleAppender<ILoggingEvent> console() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    return (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
  }
}
