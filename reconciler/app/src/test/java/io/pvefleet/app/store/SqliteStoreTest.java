package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Query;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

  @TempDir Path folder;

  @Override
  Store open() {
    return SqliteStore.open(folder);
  }

  @Test
  void historyOutlivesTheProcess() {
    long run;
    try (Store first = SqliteStore.open(folder.resolve("a"))) {
      run = first.runs().begin("abc", Trigger.COMMIT, "", Instant.EPOCH).id();
    }
    try (Store second = SqliteStore.open(folder.resolve("a"))) {
      assertThat(second.runs().find(run)).isPresent();
    }
  }

  @Test
  void twoProcessesShareOneStore() {
    try (Store one = SqliteStore.open(folder.resolve("b")); Store two = SqliteStore.open(folder.resolve("b"))) {
      one.runs().begin("abc", Trigger.COMMAND, "", Instant.EPOCH);
      two.runs().begin("abc", Trigger.COMMAND, "", Instant.EPOCH);
      assertThat(one.runs().list(Long.MAX_VALUE, 10)).hasSize(2);
    }
  }

  @Test
  void writesOfManyThreadsAllArrive() {
    try (Store store = SqliteStore.open(folder.resolve("c"))) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 500; i++) {
          String kind = "kind-" + i;
          threads.submit(() -> store.events().append(
              new NewEvent(Instant.EPOCH, Severity.INFO, kind, "", Optional.empty(), "", "", "")));
        }
      }
      assertThat(store.events().list(Query.newest(1000))).hasSize(500);
    }
  }

  @Test
  void fileThatIsNoDatabaseIsCalledDamaged() throws Exception {
    Path bad = Files.createDirectories(folder.resolve("d"));
    Files.writeString(bad.resolve(SqliteStore.FILE), "this is no database, and long enough to be taken for one ".repeat(50));
    assertThatThrownBy(() -> SqliteStore.open(bad))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code().id()).isEqualTo("PVF-0502"));
  }

  @Test
  void storeOfANewerProgramIsRefused() throws Exception {
    Path newer = Files.createDirectories(folder.resolve("e"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + newer.resolve(SqliteStore.FILE));
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 999");
    }
    assertThatThrownBy(() -> SqliteStore.open(newer))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code().id()).isEqualTo("PVF-0503"));
  }

  @Test
  void storeOfTheFirstVersionKeepsWhatWasAppliedAndKnowsNoIdentity() throws Exception {
    Path older = Files.createDirectories(folder.resolve("g"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older.resolve(SqliteStore.FILE));
        var statement = connection.createStatement();
        var script = SqliteStore.class.getResourceAsStream("001.sql")) {
      statement.executeUpdate(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
      statement.executeUpdate("INSERT INTO applied VALUES ('seoul-001', 102, 'pos-01', 'h1', 'DELETE', 1, 'r1', 5)");
      statement.executeUpdate("PRAGMA user_version = 1");
    }
    try (Store store = SqliteStore.open(older)) {
      AppliedVm read = store.applied().all().getFirst();
      assertThat(read.what().specHash()).isEqualTo("h1");
      assertThat(read.what().lifecycle().onRemove()).isEqualTo(Vm.Lifecycle.OnRemove.DELETE);
      assertThat(read.what().identity()).isEqualTo(Identity.NONE);
    }
  }

  @Test
  void storeOfAnEarlierVersionKeepsWhatItHasAndTakesCare() throws Exception {
    Path older = Files.createDirectories(folder.resolve("h"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older.resolve(SqliteStore.FILE));
        var statement = connection.createStatement()) {
      for (int version = 1; version <= 6; version++) {
        try (var script = SqliteStore.class.getResourceAsStream("00" + version + ".sql")) {
          statement.executeUpdate(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      statement.executeUpdate("INSERT INTO usage VALUES ('seoul-001', 3600, 0, '1;p1,0,0')");
      statement.executeUpdate("PRAGMA user_version = 6");
    }
    try (Store store = SqliteStore.open(older)) {
      assertThat(store.cares().all()).isEmpty();
      store.cares().put(List.of(new Cares.Known("seoul-001", "{}")));
      assertThat(store.usages().newest(Usages.Span.HOUR)).contains(Instant.EPOCH);
    }
    try (Store store = SqliteStore.open(older)) {
      assertThat(store.cares().all()).hasSize(1);
    }
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "a file");
    assertThatThrownBy(() -> SqliteStore.open(file.resolve("state")))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code().id()).isEqualTo("PVF-0501"))
        .hasMessageContaining(file.toString());
  }
}
