package io.pvefleet.fleet.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.Checkout;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.Claim;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The example loads without a finding. What its VMs say in detail is checked where the kind is known, in the engine. */
class ExampleFleetTest {

  private final FileTree tree = WorktreeSource.read(Checkout.root().resolve("fleet-repo-example"));

  @Test
  void everyFileOfTheExampleLoads() {
    FleetLoad load = new FleetLoader(List.of(new AnyVm())).load(tree);

    assertThat(load.diagnostics()).isEmpty();
    var fleet = load.fleet().orElseThrow();
    assertThat(fleet.sites()).extracting(site -> site.name() + " " + site.displayName())
        .containsExactly("busan-002 한빛약국 해운대점", "jeju-003 한빛약국 제주공항점", "seoul-001 한빛약국 강남점");
    assertThat(fleet.sites()).allSatisfy(site -> assertThat(site.timeZone().getId()).isEqualTo("Asia/Seoul"));
    assertThat(fleet.hosts()).hasSize(3);
    assertThat(fleet.guests()).hasSize(12).extracting(guest -> guest.envelope().labels().get("role"))
        .containsOnly("kiosk", "pos", "server", "backup");
    assertThat(tree.files().keySet()).noneMatch(path -> path.startsWith(".github"));
  }

  @Test
  void nestedProfilesAreMergedInOrder() {
    var server = new FleetLoader(List.of(new AnyVm())).load(tree).fleet().orElseThrow().guests().stream()
        .filter(guest -> guest.host().equals("seoul-001") && guest.envelope().name().equals("server-01")).findFirst().orElseThrow();

    assertThat(server.profiles()).containsExactly("base", "linux", "server");
    assertThat(io.pvefleet.fleet.resolve.Explain.merged(server)).contains("""
          disks:
            scsi0:
              storage: local-lvm
              size: 32GiB
              source:
                template: 9000
            scsi1:
              storage: local-lvm
              size: 300GiB
        """.indent(0)).contains("net0:\n      bridge: vmbr0\n      vlan: 10\n");
  }

  @Test
  void everyDocumentNamesTheSchemaOfItsFile() throws IOException {
    for (String path : tree.files().keySet()) {
      String first = new String(tree.files().get(path), java.nio.charset.StandardCharsets.UTF_8).lines().findFirst().orElse("");
      assertThat(first).as(path).startsWith("# yaml-language-server: $schema=");
      Path file = Checkout.root().resolve("fleet-repo-example").resolve(path);
      Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1)).normalize();
      assertThat(schema.getParent()).as(path).isEqualTo(Checkout.root().resolve("fleet-repo-example/schemas/v1"));
      assertThat(Files.readString(file)).doesNotContain("\t");
    }
  }

  /** A virtual machine whose spec may hold anything. */
  private static final class AnyVm implements GuestKind {
    private static final Shape ANYTHING_FLAT = new Shape.Either("Anything.", List.of(
        Shape.Text.of("Text."), new Shape.Whole("Number.", 0, Long.MAX_VALUE), new Shape.Flag("Flag."),
        new Shape.Array("List.", Shape.Text.of("Text."), 0, false)));
    private static final Shape ANYTHING = nested(nested(nested(ANYTHING_FLAT)));

    private static Shape nested(Shape inner) {
      return new Shape.Either("Anything.", List.of(Shape.Text.of("Text."), new Shape.Whole("Number.", 0, Long.MAX_VALUE),
          new Shape.Flag("Flag."), new Shape.Array("List.", Shape.Text.of("Text."), 0, false),
          Shape.Dictionary.nullable("Mapping.", ".+", inner)));
    }

    @Override
    public String name() {
      return "VirtualMachine";
    }

    @Override
    public Shape.Struct spec() {
      return new Shape.Struct("A virtual machine.", List.of(
          Shape.Field.required("vmid", new Shape.Whole("Identity.", 100, 999_999_999)),
          Shape.Field.optional("power", ANYTHING), Shape.Field.optional("cpu", ANYTHING), Shape.Field.optional("memory", ANYTHING),
          Shape.Field.optional("disks", ANYTHING), Shape.Field.optional("networks", ANYTHING),
          Shape.Field.optional("cloudInit", ANYTHING), Shape.Field.optional("boot", ANYTHING),
          Shape.Field.optional("agent", ANYTHING), Shape.Field.optional("tags", ANYTHING),
          Shape.Field.optional("description", ANYTHING), Shape.Field.optional("restart", ANYTHING),
          Shape.Field.optional("lifecycle", ANYTHING), Shape.Field.optional("drift", ANYTHING)));
    }

    @Override
    public OptionalInt vmid(ResolvedDocument document) {
      return OptionalInt.of(Integer.parseInt(((Node.Scalar) document.spec().get("vmid").orElseThrow()).text()));
    }

    @Override
    public List<Claim> claims(ResolvedDocument document) {
      return List.of();
    }

    @Override
    public List<Diagnostic> check(ResolvedDocument document) {
      return List.of();
    }
  }
}
