package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Documents written in tests, loaded as a repository is. */
final class Documents {

  private static final String FLEET = """
      apiVersion: pvefleet/v1
      kind: Fleet
      metadata: {name: pharmacies}
      """;

  private static final String SITE = """
      apiVersion: pvefleet/v1
      kind: Site
      metadata: {name: seoul-001}
      ---
      apiVersion: pvefleet/v1
      kind: Host
      metadata: {name: seoul-001}
      spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
      """;

  private Documents() {}

  /** A fleet of one host with these documents in its folder. */
  static FleetLoad load(String vms) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("fleet.yaml", FLEET.getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/site.yaml", SITE.getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/vms.yaml", vms.getBytes(StandardCharsets.UTF_8));
    return new FleetLoader(List.of(new VmKind())).load(new FileTree("worktree", files));
  }

  /** A VM of this spec, in block style. */
  static String vm(String spec) {
    return """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01}
        spec:
          vmid: 102
        """
        + spec.indent(2);
  }

  /** The one VM of a document that is good. */
  static Vm parsed(String document) {
    FleetLoad load = load(document);
    if (load.fleet().isEmpty()) {
      throw new AssertionError("not loaded: " + lines(load));
    }
    Parsed<Vm> parsed = VmKind.parse(load.fleet().get().guests().getFirst());
    return parsed.parsed().orElseThrow(() -> new AssertionError(parsed.diagnostics().toString()));
  }

  /** A VM of this spec, in block style, that is good. */
  static Vm of(String spec) {
    return parsed(vm(spec));
  }

  /** One line for each finding: severity, code, path. */
  static List<String> lines(FleetLoad load) {
    return load.diagnostics().stream().map(Documents::line).toList();
  }

  private static String line(Diagnostic d) {
    return d.severity().name().toLowerCase(java.util.Locale.ROOT) + " " + d.code() + " " + d.yamlPath();
  }
}
