package io.pvefleet.vnc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTrailTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  @TempDir private Path folder;

  @Test
  void rowsComeBackAsTheyWereWritten() {
    ConsoleRecord open = row("a", "kim", "h1", 101, NINE);
    ConsoleRecord closed =
        new ConsoleRecord("b", "lee", "10.0.0.2", "h2", 102, "pos", "s", "view", "terminal", true, "UPID:x:", NINE.plusSeconds(1),
            Optional.of(Duration.ofMillis(150)), Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(900)), 5, 6, 7,
            8, Optional.of(NINE.plusSeconds(9)), 4409, "taken-over");
    try (SqliteTrail trail = open(NINE)) {
      trail.write(open);
      trail.write(closed);
      assertThat(trail.latest(AuditTrail.Query.ALL, 10)).containsExactly(closed, open);
      assertThat(trail.latest(AuditTrail.Query.ALL, 1)).containsExactly(closed);
      assertThat(trail.latest(new AuditTrail.Query("h1", Optional.empty(), "", false), 10)).containsExactly(open);
      assertThat(trail.latest(new AuditTrail.Query("", Optional.of(102), "", false), 10)).containsExactly(closed);
      assertThat(trail.latest(new AuditTrail.Query("", Optional.empty(), "lee", false), 10)).containsExactly(closed);
      assertThat(trail.latest(new AuditTrail.Query("", Optional.empty(), "", true), 10)).containsExactly(open);
    }
    try (SqliteTrail trail = open(NINE)) {
      assertThat(trail.latest(AuditTrail.Query.ALL, 10)).contains(closed);
    }
  }

  @Test
  void whatACrashLeftOpenIsClosedAtTheNextStart() throws Exception {
    try (SqliteTrail trail = open(NINE)) {
      trail.write(row("a", "kim", "h1", 101, NINE));
    }
    try (SqliteTrail trail = open(NINE.plusSeconds(60))) {
      ConsoleRecord row = trail.latest(AuditTrail.Query.ALL, 1).getFirst();
      assertThat(row.closeReason()).isEqualTo("proxy-restarted");
      assertThat(row.closeCode()).isEqualTo(1001);
      assertThat(row.closed()).contains(NINE.plusSeconds(60));
    }
  }

  @Test
  void rowsOlderThanTheRetentionAreForgotten() throws Exception {
    try (SqliteTrail trail = open(NINE)) {
      trail.write(row("old", "kim", "h1", 101, NINE.minus(Duration.ofDays(31))));
    }
    try (SqliteTrail trail = open(NINE)) {
      trail.write(row("new", "kim", "h1", 101, NINE));
      assertThat(trail.latest(AuditTrail.Query.ALL, 10)).extracting(ConsoleRecord::id).containsExactly("new");
    }
  }

  @Test
  void aDiskThatRefusesStopsNobodyAndLosesNothing() throws Exception {
    try (SqliteTrail trail = open(NINE); Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      try (Statement statement = other.createStatement()) {
        statement.execute("ALTER TABLE console RENAME TO away");
        // Were this to wait for the disk it would wait for ever: room is made further below.
        trail.write(row("a", "kim", "h1", 101, NINE));
        assertThat(trail.latest(AuditTrail.Query.ALL, 10)).isEmpty();
        assertThat(trail.isHealthy()).isFalse();
        statement.execute("ALTER TABLE away RENAME TO console");
      }
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!trail.isHealthy()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(trail.latest(AuditTrail.Query.ALL, 10)).extracting(ConsoleRecord::id).containsExactly("a");
    }
  }

  private Path file() {
    return folder.resolve(SqliteTrail.FILE);
  }

  private SqliteTrail open(Instant now) {
    return SqliteTrail.open(folder, Duration.ofDays(30), Clock.fixed(now, ZoneOffset.UTC), 1001, "proxy-restarted");
  }

  private static ConsoleRecord row(String id, String user, String host, int vmid, Instant opened) {
    return new ConsoleRecord(
        id, user, "10.0.0.1", host, vmid, "vm", "s", "console", "screen", false, "", opened, Optional.empty(), Optional.empty(),
        Optional.empty(), 0, 0, 0, 0, Optional.empty(), 0, "");
  }
}
