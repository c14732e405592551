package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Query;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Runs.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store says when its disk, its file or its neighbours fail, and that it goes on when they do. */
class SqliteFaultsTest {
  @TempDir Path folder;

  @Test
  void fullDiskIsSaidAndWritingGoesOnOnceThereIsRoom() {
    try (SqliteStore store = SqliteStore.open(folder)) {
      BadDisk.fill(store);
      assertFault("PVF-0504", "full or failing disk", () -> append(store, "x".repeat(3000)));
      int before = store.events().list(Query.newest(Query.MAX)).size();
      assertThat(before).as("what was stored can still be read").isPositive();
      BadDisk.recover(store);
      append(store, "after");
      assertThat(store.events().list(Query.newest(1)).getFirst().event().message()).isEqualTo("after");
    }
  }

  @Test
  void readOnlyFileIsSaidAndCanStillBeRead() {
    try (SqliteStore store = SqliteStore.open(folder)) {
      append(store, "before");
      BadDisk.becomeReadOnly(store);
      assertFault("PVF-0501", "right to write", () -> append(store, "lost"));
      assertThat(store.events().list(Query.newest(9))).hasSize(1);
    }
  }

  @Test
  void processThatKeepsTheFileLockedIsWaitedForOnceForAllThatWait() throws Exception {
    try (SqliteStore store = BadDisk.open(folder, 300);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteStore.FILE));
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      Instant start = Instant.now();
      List<Future<?>> writes = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 100; i++) {
          writes.add(threads.submit(() -> assertFault("PVF-0504", "another process", () -> append(store, "waits"))));
        }
      }
      for (Future<?> write : writes) {
        write.get();
      }
      assertThat(Duration.between(start, Instant.now())).as("one after the other would take 30 s").isLessThan(Duration.ofSeconds(15));
      statement.execute("ROLLBACK");
      append(store, "after");
      assertThat(store.events().list(Query.newest(9))).hasSize(1);
    }
  }

  @Test
  void fileThatIsRemovedIsNoticedAndMadeAnew() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder)) {
      append(store, "old");
      BadDisk.remove(folder);
      assertFault("PVF-0540", "history is lost, nothing else", () -> append(store, "lost"));
      append(store, "new");
      long run = store.runs().begin("abc", Trigger.COMMIT, "", Instant.EPOCH).id();
      assertThat(store.events().list(Query.newest(9))).extracting(e -> e.event().message()).containsExactly("new");
      try (SqliteStore other = SqliteStore.open(folder)) {
        assertThat(other.runs().find(run)).as("it is the file that others see").isPresent();
      }
    }
  }

  @Test
  void folderThatIsRemovedIsMadeAnew() throws Exception {
    Path inner = folder.resolve("state");
    try (SqliteStore store = SqliteStore.open(inner)) {
      BadDisk.remove(inner);
      Files.delete(inner);
      assertFault("PVF-0540", "a new one", () -> append(store, "lost"));
      append(store, "new");
      assertThat(inner.resolve(SqliteStore.FILE)).exists();
    }
  }

  @Test
  void fileThatWasPutInItsPlaceIsTheStoreFromThenOn() throws Exception {
    Path backup = folder.resolve("backup");
    try (SqliteStore other = SqliteStore.open(backup)) {
      append(other, "from the backup");
    }
    try (SqliteStore store = SqliteStore.open(folder)) {
      append(store, "old");
      BadDisk.remove(folder);
      Files.copy(backup.resolve(SqliteStore.FILE), folder.resolve(SqliteStore.FILE));
      assertFault("PVF-0540", "the file that is there now", () -> append(store, "lost"));
      assertThat(store.events().list(Query.newest(9))).extracting(e -> e.event().message()).containsExactly("from the backup");
    }
  }

  @Test
  void whatReplacesItAndIsNoStoreIsSaidUntilItIsGone() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder)) {
      BadDisk.remove(folder);
      Files.writeString(folder.resolve(SqliteStore.FILE), "no database, and long enough to be taken for one ".repeat(50));
      assertFault("PVF-0502", "Move pvefleet.db", () -> append(store, "lost"));
      assertFault("PVF-0502", "Move pvefleet.db", () -> append(store, "lost"));
      BadDisk.remove(folder);
      assertFault("PVF-0540", "a new one", () -> append(store, "lost"));
      append(store, "new");
      assertThat(store.events().list(Query.newest(9))).hasSize(1);
    }
  }

  private static void append(Store store, String message) {
    store.events().append(new NewEvent(Instant.EPOCH, Severity.INFO, "test", "", Optional.empty(), "", "", message));
  }

  private static void assertFault(String code, String remedy, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> {
      assertThat(e.code().id()).as(e.getMessage()).isEqualTo(code);
      assertThat(e.remedy()).contains(remedy);
    });
  }
}
