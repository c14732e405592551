package io.pvefleet.app.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {

  @Nested
  class InMemory extends AlertsContract {
    @Override
    Store open() {
      return new MemoryStore();
    }
  }

  @Nested
  class InSqlite extends AlertsContract {
    @TempDir Path folder;

    @Override
    Store open() {
      return SqliteStore.open(folder);
    }
  }
}
