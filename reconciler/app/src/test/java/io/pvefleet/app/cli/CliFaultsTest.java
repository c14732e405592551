package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.reconcile.FleetHold;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands while store and hosts are not as they should be: code and exit code. */
class CliFaultsTest {
  @TempDir Path folder;

  private record Said(int exit, String out, String err) {}

  @Test
  void storeThatCannotBeUsedEndsEveryCommandThatNeedsItWithItsCode() throws Exception {
    try (Simulation simulation = Simulation.start(Simulation.Wish.fast(1, 1))) {
      simulation.writeRepository(folder.resolve("fleet"), 1);
      Path file = Files.createDirectories(folder.resolve("state")).resolve(SqliteStore.FILE);
      Files.writeString(file, "this is no database, and long enough to be taken for one ".repeat(50));
      everyCommandSays("PVF-0502");
      Files.delete(file);
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = connection.createStatement()) {
        statement.executeUpdate("PRAGMA user_version = 999");
      }
      everyCommandSays("PVF-0503");
      assertThat(simulation.requests(0)).as("no host was asked").isZero();
    }
  }

  private void everyCommandSays(String code) {
    for (String command : List.of("status", "events", "plan", "apply")) {
      Said said = run(command);
      assertThat(said.exit()).as(command).isEqualTo(Exit.ERROR);
      assertThat(said.err()).as(command).contains("error " + code);
    }
  }

  @Test
  void statusSaysThatNothingIsApplied() {
    try (Store store = SqliteStore.open(folder.resolve("state"))) {
      store.events().append(FleetHold.begun("60 of 100 hosts do not answer any more.", Instant.now()));
    }
    Said held = run("status");
    assertThat(held.out()).contains("nothing is applied: 60 of 100 hosts do not answer any more.");
    assertThat(held.exit()).isEqualTo(Exit.HELD);
    assertThat(run("status", "-o", "json").out()).contains("\"held\" : \"60 of 100 hosts");
    try (Store store = SqliteStore.open(folder.resolve("state"))) {
      store.events().append(FleetHold.ended(Instant.now()));
    }
    assertThat(run("status").exit()).isEqualTo(Exit.DONE);
  }

  @Test
  void statusSaysWhatTheDaemonLeftInForceTheCriticalFirst() {
    Instant began = Instant.now().minusSeconds(630);
    try (Store store = SqliteStore.open(folder.resolve("state"))) {
      store.alerts().put(List.of(
          new StoredAlert(1, "commit-rejected", Severity.WARNING, "", Optional.empty(), "", "41d0", began, Optional.empty(), "Two errors."),
          new StoredAlert(2, "run-failed", Severity.CRITICAL, "seoul-001", Optional.of(102), "pos-01", "", began, Optional.empty(),
              "Full."),
          new StoredAlert(3, "drift", Severity.WARNING, "seoul-001", Optional.of(102), "pos-01", "", began, Optional.of(began), "Old.")));
    }
    assertThat(run("status").out())
        .containsSubsequence("Alerts    2 in force, 1 of them critical", "critical  for 10 min, seoul-001/102 pos-01: Full.",
            "warning   for 10 min, the fleet: Two errors.")
        .doesNotContain("Old.");
    assertThat(run("status", "-o", "json").out()).containsSubsequence("\"kind\" : \"run-failed\"", "\"vmid\" : 102");
  }

  @Test
  void silentHostThatWasPickedAloneSaysNothingOfTheNetwork() {
    try (Simulation simulation = Simulation.start(Simulation.Wish.fast(3, 1))) {
      simulation.writeRepository(folder.resolve("fleet"), 1);
      simulation.letLast(1, 0, Simulation.Seen.OFFLINE);
      Said plan = run("plan", "--host", simulation.members().getLast().name());
      assertThat(plan.exit()).isEqualTo(Exit.UNREACHABLE);
      assertThat(plan.err()).contains("PVF-0301");
      assertThat(plan.out() + plan.err()).doesNotContain("our own network");
    }
  }

  private Said run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(), Map.of("PVEFLEET_STATE", folder.resolve("state").toString())::get, Set.of(),
            folder.resolve("fleet"));
    int exit = new Cli(terminal).run(args);
    return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
