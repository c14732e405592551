package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.store.Cares;
import io.pvefleet.app.store.FailingCares;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What was found out beside the passes, from one process to the next. */
class CareKeepingTest {
  private static final ChangedBy KIM =
      new ChangedBy.Known("kim@pve", Instant.parse("2026-11-22T05:12:00Z"), "qmconfig", "UPID:pve1:1:2:3:qmconfig:101:kim@pve:",
          Instant.parse("2026-11-22T05:13:00Z"));
  private static final ChangedBy NOBODY =
      new ChangedBy.Unknown(ChangedBy.Why.NOT_PERMITTED, Instant.parse("2026-11-22T05:14:00Z"));

  @TempDir static Path folder;
  private static int stores;

  private final CareBoard before = new CareBoard();
  private final CareBoard after = new CareBoard();

  static Stream<Store> stores() {
    return Stream.of(new MemoryStore(), SqliteStore.open(folder.resolve("s" + stores++)));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void whatWasFoundOutIsThereInTheNextProcessAsOldAsItIs(Store store) {
    try (store) {
      HostRow was = known(store.cares());
      after.later(Duration.ofHours(30));
      after.declare(host("h0", "https://192.0.2.1:8006"));
      CareKeeping.recall(after.board, store.cares());

      HostRow now = after.board.host("h0").orElseThrow();
      assertThat(now.care()).isEqualTo(was.care()).isPresent();
      assertThat(now.care().orElseThrow().latency().orElseThrow().at()).isEqualTo(before.now());
      assertThat(now.vms()).extracting(VmRow::care).isEqualTo(was.vms().stream().map(VmRow::care).toList());
      assertThat(now.vms().get(0).changedBy()).contains(KIM);
      assertThat(now.vms().get(1).poweredBy()).contains(NOBODY);
      assertThat(now.vms().get(0).addresses()).containsExactly("10.12.20.101", "fd00::65");
      assertThat(now.state()).as("that it is known says nothing of whether it answers").isEqualTo(HostState.NOT_CHECKED);
      assertThat(now.vms()).allMatch(VmRow::isOld);
    }
  }

  @Test
  void whoDidItIsForgottenWhereItIsOtherwiseNow() {
    MemoryStore store = new MemoryStore();
    known(store.cares());
    after.declare(host("h0", "https://192.0.2.1:8006"));
    CareKeeping.recall(after.board, store.cares());
    after.pass("h0", CareBoard.vm(101).drifted("spec.memory", "8GiB"), CareBoard.vm(102).stopped(), CareBoard.vm(103));
    assertThat(vm(101).changedBy()).as("it still differs as it did").contains(KIM);
    assertThat(vm(102).poweredBy()).as("it still is stopped").contains(NOBODY);

    after.pass("h0", CareBoard.vm(101).drifted("spec.memory", "16GiB"), CareBoard.vm(102), CareBoard.vm(103));
    assertThat(vm(101).changedBy()).as("somebody changed it again").isEmpty();
    assertThat(vm(102).poweredBy()).as("it was started since").isEmpty();
    assertThat(vm(101).addresses()).isNotEmpty();
  }

  @Test
  void whatThisProcessFoundOutItselfIsNewer() {
    MemoryStore store = new MemoryStore();
    known(store.cares());
    after.declare(host("h0", "https://192.0.2.1:8006"));
    after.board.addresses("h0", 101, List.of("10.9.9.9"), after.now());
    after.board.care("h0", new HostCare(after.now(), List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
    CareKeeping.recall(after.board, store.cares());

    assertThat(vm(101).addresses()).containsExactly("10.9.9.9");
    assertThat(after.board.host("h0").orElseThrow().care().orElseThrow().bad()).isEmpty();
    assertThat(after.board.host("h0").orElseThrow().care().orElseThrow().latency()).as("what it did not come to").isPresent();
  }

  @Test
  void factsOfAnotherMachineAreNotThoseOfThisOne() {
    MemoryStore store = new MemoryStore();
    known(store.cares());
    after.declare(host("h0", "https://192.0.2.99:8006"));
    CareKeeping.recall(after.board, store.cares());
    assertThat(after.board.host("h0").orElseThrow().care()).isEmpty();

    before.declare(host("h0", "https://192.0.2.99:8006"));
    assertThat(before.board.host("h0").orElseThrow().care()).as("moved while somebody looks").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Unreadable.class)
  void aRowThatCannotBeReadIsLeftAsideAndSaidInTheLog(Unreadable text) {
    Logger logger = (Logger) LoggerFactory.getLogger(CareKeeping.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    MemoryStore store = new MemoryStore();
    known(store.cares());
    String whole = store.cares().all().getFirst().facts();
    store.cares().put(List.of(new Cares.Known("h0", text.of(whole)), new Cares.Known("h1", whole.replace("192.0.2.1", "192.0.2.2"))));
    after.declare(host("h0", "https://192.0.2.1:8006"), host("h1", "https://192.0.2.2:8006"));
    try {
      CareKeeping.recall(after.board, store.cares());
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(after.board.host("h0").orElseThrow().care()).isEmpty();
    assertThat(after.board.host("h1").orElseThrow().care()).as("the others are recalled").isPresent();
    assertThat(lines.list).singleElement().satisfies(line -> {
      assertThat(line.getMessage()).contains("cannot be read");
      assertThat(line.getKeyValuePairs()).anyMatch(pair -> pair.key.equals("host") && "h0".equals(pair.value));
    });
  }

  enum Unreadable {
    NO_JSON,
    CUT,
    NEWER,
    OTHER_WORD,
    NO_MOMENT;

    String of(String whole) {
      return switch (this) {
        case NO_JSON -> "what?";
        case CUT -> whole.substring(0, whole.length() / 2);
        case NEWER -> whole.replace("\"version\":1", "\"version\":2");
        case OTHER_WORD -> whole.replace("\"pin\":\"pinned\"", "\"pin\":\"blessed\"");
        case NO_MOMENT -> whole.replaceFirst("\"at\":\"2026[^\"]*\"", "\"at\":\"yesterday\"");
      };
    }
  }

  @Test
  void whatTheStoreRefusesWaitsAndIsWrittenOnceItCanBe() {
    MemoryStore store = new MemoryStore();
    FailingCares cares = new FailingCares(store.cares());
    cares.fail();
    CareKeeping keeping = found(cares);
    assertThat(keeping.begin()).isTrue();
    assertThat(keeping.begin()).as("one at a time").isFalse();
    keeping.write();
    assertThat(store.cares().all()).isEmpty();
    assertThatThrownBy(() -> CareKeeping.recall(before.board, cares)).hasMessageContaining("full");

    cares.recover();
    assertThat(keeping.begin()).isTrue();
    keeping.write();
    assertThat(store.cares().all()).hasSize(1);
    assertThat(keeping.begin()).as("nothing new").isFalse();
  }

  @Test
  void aLookAndWhatAgentsTellAreKeptWithoutTheTokensSecretAndANewProcessLooksAgainSoon() {
    MemoryStore store = new MemoryStore();
    try (CareHosts hosts = new CareHosts(1, before.clock())) {
      before.declare(hosts.declared(0));
      hosts.simulated(0).keyboard().create(101, Map.of("name", "vm-101", "agent", "1", "memory", "512", "net0",
          "virtio=BC:24:11:00:01:01,bridge=vmbr0", "ipconfig0", "ip=10.12.20.101/24"));
      hosts.simulated(0).keyboard().start(101);
      try (Care care = new Care(before.board, hosts.lines, store, before.clock(), System::nanoTime, new Random(7))) {
        before.later(HostWatch.SPREAD);
        before.pass("h0", CareBoard.vm(101));
        CareTest.await(care, () -> before.board.host("h0").orElseThrow().care().isPresent()
            && !before.board.view().vm("h0", 101).orElseThrow().addresses().isEmpty());
      }
      assertThat(store.cares().all()).singleElement().satisfies(row -> {
        assertThat(row.facts()).contains("10.12.20.101", "latency", "certificate", "guest agents");
        String token = hosts.simulated(0).token();
        assertThat(row.facts()).contains(token.substring(0, token.indexOf('='))).doesNotContain(token.substring(token.indexOf('=') + 1));
        assertThat(row.facts().length()).as("small: %s", row.facts()).isLessThan(4_000);
      });

      after.later(Duration.ofMinutes(10));
      after.declare(hosts.declared(0));
      CareKeeping.recall(after.board, store.cares());
      Instant old = after.board.host("h0").orElseThrow().care().orElseThrow().at();
      try (Care care = new Care(after.board, hosts.lines, store, after.clock(), System::nanoTime, new Random(7))) {
        after.later(HostWatch.SPREAD);
        after.pass("h0", CareBoard.vm(101));
        CareTest.await(care, () -> after.board.host("h0").orElseThrow().care().orElseThrow().at().isAfter(old));
      }
    }
  }

  private HostRow known(Cares cares) {
    found(cares).write();
    return before.board.host("h0").orElseThrow();
  }

  private CareKeeping found(Cares cares) {
    before.declare(host("h0", "https://192.0.2.1:8006"));
    before.pass("h0", CareBoard.vm(101).drifted("spec.memory", "8GiB"), CareBoard.vm(102).stopped(), CareBoard.vm(103));
    Instant at = before.now();
    before.board.care("h0", new HostCare(at,
        List.of(Finding.good("name", "192.0.2.1"), Finding.bad("clock", "40 s behind the time here", "Let a time server keep it.")),
        Optional.of(new HostCare.Latency(Duration.ofNanos(31_250_001), at)),
        Optional.of(new HostCare.Certificate("CN=pve1", "CN=PVE", "AA:BB", at.plus(Duration.ofDays(30)), HostCare.Pin.PINNED, at)),
        Optional.of(new HostCare.Token("fleet@pve!apply", new HostCare.Expiry.Until(at.plus(Duration.ofDays(9))), at))));
    before.board.addresses("h0", 101, List.of("10.12.20.101", "fd00::65"), at);
    before.board.addresses("h0", 103, List.of(), at);
    before.board.changedBy("h0", 101, KIM);
    before.board.poweredBy("h0", 102, Power.STOPPED, NOBODY);
    CareKeeping keeping = new CareKeeping(before.board, cares);
    keeping.found("h0");
    return keeping;
  }

  private VmRow vm(int vmid) {
    return after.board.view().vm("h0", vmid).orElseThrow();
  }

  private static Host host(String name, String endpoint) {
    return new Host(name, name, URI.create(endpoint), Optional.of("pve1"), new Host.Tls.SystemTrust(), new SecretRef("env:T"),
        Host.Mode.ENFORCE, Optional.empty(), Map.of(), new Place("sites/" + name + "/site.yaml", 1, 1));
  }
}
