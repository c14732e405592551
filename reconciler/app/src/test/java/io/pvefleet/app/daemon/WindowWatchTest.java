package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowWatchTest {

  private static final EngineFleet FLEET = fleet();

  @Test
  void aHostIsNamedOnceWhenItsWindowOpens() {
    WindowWatch watch = new WindowWatch(Instant.parse("2026-11-22T10:58:30Z"));

    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T10:59:30Z"))).isEmpty();
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T11:00:00Z"))).as("20:00 in Seoul").containsExactly("seoul-001");
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T11:01:00Z"))).isEmpty();
  }

  @Test
  void aMissedMinuteIsMadeUpForAndALongSleepIsNot() {
    WindowWatch watch = new WindowWatch(Instant.parse("2026-11-22T10:58:30Z"));
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T11:07:00Z"))).containsExactly("seoul-001");

    WindowWatch slept = new WindowWatch(Instant.parse("2026-11-22T10:58:30Z"));
    assertThat(slept.opened(FLEET, Instant.parse("2026-11-22T12:30:00Z"))).as("its own passes have seen it open").isEmpty();
  }

  @Test
  void aClockThatIsPutBackNamesItAgainAtMost() {
    WindowWatch watch = new WindowWatch(Instant.parse("2026-11-22T10:58:30Z"));
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T11:00:30Z"))).containsExactly("seoul-001");
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T10:50:00Z"))).isEmpty();
    assertThat(watch.opened(FLEET, Instant.parse("2026-11-22T11:00:00Z"))).containsExactly("seoul-001");
  }

  /** Two sites; only at the first a VM waits for windows. */
  private static EngineFleet fleet() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    put(files, "fleet.yaml", "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: f}\n");
    put(files, "schedules/w.yaml",
        "apiVersion: pvefleet/v1\nkind: Window\nmetadata: {name: w}\nspec: {times: [\"Sun 20:00-23:00\"]}\n");
    site(files, "seoul-001", "window");
    site(files, "busan-002", "never");
    return Kinds.parse(new FleetLoader(Kinds.guestKinds()).load(new FileTree("worktree", files)).fleet().orElseThrow())
        .parsed().orElseThrow();
  }

  private static void site(TreeMap<String, byte[]> files, String name, String policy) {
    put(files, "sites/" + name + "/site.yaml", """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: %1$s}
        spec: {timeZone: Asia/Seoul}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: %1$s}
        spec: {endpoint: "https://%1$s.example:8006", tokenRef: env:TOKEN}
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01}
        spec: {vmid: 101, restart: {policy: %2$s}}
        """.formatted(name, policy));
  }

  private static void put(TreeMap<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
