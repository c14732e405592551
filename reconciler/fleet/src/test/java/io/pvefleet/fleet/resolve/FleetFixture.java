package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Trees of files written in tests, and a small guest kind that stands for the real one. */
final class FleetFixture {

  static final String FLEET = """
      apiVersion: pvefleet/v1
      kind: Fleet
      metadata: {name: pharmacies}
      spec: {interval: 30s, timeZone: Asia/Seoul}
      """;

  static final String SITE = """
      apiVersion: pvefleet/v1
      kind: Site
      metadata: {name: seoul-001}
      spec: {displayName: 서울 1호점}
      ---
      apiVersion: pvefleet/v1
      kind: Host
      metadata: {name: seoul-001}
      spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
      """;

  private final TreeMap<String, byte[]> files = new TreeMap<>();

  static FleetFixture empty() {
    return new FleetFixture();
  }

  /** A fleet with one site that has one host. */
  static FleetFixture oneHost() {
    return new FleetFixture().file("fleet.yaml", FLEET).file("sites/seoul-001/site.yaml", SITE);
  }

  FleetFixture file(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A guest in the folder of the site; the spec is written in flow style. */
  FleetFixture guest(String file, String name, String spec) {
    return file("sites/seoul-001/" + file, """
        apiVersion: pvefleet/v1
        kind: Guest
        metadata: {name: %s}
        spec: %s
        """.formatted(name, spec));
  }

  FleetFixture profile(String name, String spec) {
    return file("profiles/" + name + ".yaml", """
        apiVersion: pvefleet/v1
        kind: Profile
        metadata: {name: %s}
        spec: %s
        """.formatted(name, spec));
  }

  FileTree tree() {
    return new FileTree("worktree", files);
  }

  FleetLoad load() {
    return new FleetLoader(List.of(new Guest())).load(tree());
  }

  /** One line per finding: severity, code, place. */
  List<String> findings() {
    return load().diagnostics().stream().map(FleetFixture::line).toList();
  }

  static String line(Diagnostic d) {
    return d.severity().name().toLowerCase(java.util.Locale.ROOT) + " " + d.code() + " "
        + d.place().map(Object::toString).orElse("-") + " " + d.yamlPath();
  }

  /** What a virtual machine is to the loader, and no more. */
  static final class Guest implements GuestKind {
    @Override
    public String name() {
      return "Guest";
    }

    @Override
    public Shape.Struct spec() {
      return new Shape.Struct("A guest.", List.of(
          Shape.Field.required("vmid", new Shape.Whole("Its number.", 100, 999_999_999)),
          Shape.Field.nullable("memory", Quantity.shape("Its memory.", "4GiB")),
          Shape.Field.optional("power", Shape.Words.of("Its power.", "running", "stopped", "unmanaged")),
          Shape.Field.optional("tags", new Shape.Array("Its tags.", DocumentShape.name("A tag."), 0, true)),
          Shape.Field.optional("disks", Shape.Dictionary.nullable("Its disks.", "scsi[0-9]+",
              new Shape.Struct("A disk.", List.of(
                  Shape.Field.required("storage", Shape.Text.of("Its storage.")),
                  Shape.Field.optional("size", Quantity.shape("Its size.", "64GiB")))))),
          Shape.Field.optional("mac", Shape.Text.of("Its address."))));
    }

    @Override
    public OptionalInt vmid(ResolvedDocument document) {
      return document.spec().get("vmid").map(node -> OptionalInt.of(Integer.parseInt(((Node.Scalar) node).text())))
          .orElse(OptionalInt.empty());
    }

    @Override
    public List<Claim> claims(ResolvedDocument document) {
      List<Claim> claims = new ArrayList<>();
      document.spec().get("mac").ifPresent(node -> claims.add(
          new Claim(Claim.Scope.FLEET, "MAC address", ((Node.Scalar) node).text(), "spec.mac", node.place())));
      return claims;
    }

    @Override
    public List<Diagnostic> check(ResolvedDocument document) {
      return List.of();
    }
  }
}
