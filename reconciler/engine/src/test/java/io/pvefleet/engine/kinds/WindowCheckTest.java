package io.pvefleet.engine.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowCheckTest {

  private static final String SITE = """
      apiVersion: pvefleet/v1
      kind: Site
      metadata: {name: seoul-001}
      spec: {timeZone: Asia/Seoul}
      ---
      apiVersion: pvefleet/v1
      kind: Host
      metadata: {name: seoul-001}
      spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
      """;

  @Test
  void aVmThatWaitsForNoWindowIsWarnedOfOncePerSite() {
    List<Diagnostic> found = load("", vm(102, "policy: window") + vm(103, "policy: window") + vm(104, "policy: never"));

    assertThat(found).singleElement().satisfies(warning -> {
      assertThat(warning.code().id()).isEqualTo("PVF-0138");
      assertThat(warning.severity()).isEqualTo(Diagnostic.Severity.WARNING);
      assertThat(warning.detail()).startsWith("At site \"seoul-001\" no window is open for it: vm-102, vm-103.");
      assertThat(warning.place().orElseThrow().file()).isEqualTo("sites/seoul-001/vms.yaml");
    });
  }

  @Test
  void aWindowOfTheSiteIsEnough() {
    assertThat(load(window("{}", "Sun 02:00-05:00"), vm(102, "policy: window"))).isEmpty();
  }

  @Test
  void aWindowForOtherVmsIsNone() {
    assertThat(load(window("{vms: {labels: {role: server}}}", "Sun 02:00-05:00"), vm(102, "policy: window")))
        .extracting(warning -> warning.code().id()).containsExactly("PVF-0138");
  }

  @Test
  void aWindowShorterThanTheTimeoutNeverComes() {
    assertThat(load(window("{}", "Sun 02:00-02:30"), vm(102, "policy: window, timeout: 1h"))).singleElement()
        .satisfies(warning -> assertThat(warning.detail()).contains("no window lasts as long as its restart.timeout: vm-102"));
  }

  private static List<Diagnostic> load(String windows, String vms) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("fleet.yaml", "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: f}\n".getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/site.yaml", SITE.getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/vms.yaml", vms.getBytes(StandardCharsets.UTF_8));
    if (!windows.isEmpty()) {
      files.put("schedules/night.yaml", windows.getBytes(StandardCharsets.UTF_8));
    }
    Parsed<EngineFleet> parsed =
        Kinds.parse(new FleetLoader(Kinds.guestKinds()).load(new FileTree("worktree", files)).fleet().orElseThrow());
    assertThat(parsed.parsed()).isPresent();
    return parsed.diagnostics();
  }

  private static String window(String spec, String time) {
    String times = spec.equals("{}") ? "{times: [\"" + time + "\"]}" : spec.replaceFirst("\\{", "{times: [\"" + time + "\"], ");
    return "apiVersion: pvefleet/v1\nkind: Window\nmetadata: {name: night}\nspec: " + times + "\n";
  }

  private static String vm(int vmid, String restart) {
    return """
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: vm-%1$d, labels: {role: pos}}
        spec: {vmid: %1$d, restart: {%2$s}}
        """.formatted(vmid, restart);
  }
}
