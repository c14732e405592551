package io.pvefleet.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExampleTest {

  /** Its sinks are comments, since nobody who tries it has set their secrets. */
  @Test
  void whatTheExampleSaysInCommentsCanBeSwitchedOn() {
    FileTree tree = WorktreeSource.read(Path.of(System.getProperty("pvefleet.root", "../..")).resolve("fleet-repo-example"));
    TreeMap<String, byte[]> files = new TreeMap<>(tree.files());
    String fleet = new String(files.get("fleet.yaml"), StandardCharsets.UTF_8);
    String on = fleet.replaceAll("(?m)^  # (?=notifications:| )", "  ");
    files.put("fleet.yaml", on.getBytes(StandardCharsets.UTF_8));

    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(new FileTree("example", files));

    assertThat(load.diagnostics()).isEmpty();
    assertThat(load.fleet().orElseThrow().settings().notifications().sinks()).containsOnlyKeys("night-shift", "ops");
  }
}
