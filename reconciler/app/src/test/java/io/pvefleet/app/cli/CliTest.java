package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.fleet.model.LabelSelector;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CliTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void wrongOptionIsAnErrorAndNotThePresenceOfChanges() {
    assertThat(run("plan", "--no-such-option")).isEqualTo(Exit.ERROR);
    assertThat(text(err)).contains("--no-such-option");
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command : new Cli(terminal()).commandLine().getSubcommands().keySet()) {
      if (!command.equals("warm-up")) {
        out.reset();
        assertThat(run(command, "--help")).isZero();
        assertThat(text(out)).as(command).contains("Examples:");
      }
    }
  }

  @Test
  void completionKnowsEveryCommandInEveryShell() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      out.reset();
      assertThat(run("completion", shell)).isZero();
      assertThat(text(out)).as(shell).contains("validate", "apply", "detailed-exitcode", "console")
          .containsPattern("serve.{1,3}doctor.{1,3}user");
    }
  }

  @Test
  void explainDocumentsAField() {
    assertThat(run("explain", "VirtualMachine.spec.memory")).isZero();
    assertThat(text(out)).contains("memory");
  }

  @Test
  void selectorsFitAsInKubectl() {
    Map<String, String> pilot = Map.of("role", "pos", "ring", "pilot");
    assertThat(LabelSelector.parse(List.of("role=pos,ring")).fits(pilot)).isTrue();
    assertThat(LabelSelector.parse(List.of("role!=pos")).fits(pilot)).isFalse();
    assertThat(LabelSelector.parse(List.of("!zone", "role==pos")).fits(pilot)).isTrue();
    assertThat(LabelSelector.parse(List.of("role:pos")).fits(pilot)).isTrue();
    assertThatThrownBy(() -> LabelSelector.parse(List.of("role in pos"))).hasMessageContaining("\"role in pos\"");
    assertThat(run("render", System.getProperty("pvefleet.root") + "/fleet-repo-example", "-l", "role in pos")).isEqualTo(Exit.ERROR);
    assertThat(text(err)).contains("PVF-0511", "Write key=value");
  }

  private int run(String... args) {
    return new Cli(terminal()).run(args);
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(), name -> null, Set.of(), Path.of("").toAbsolutePath());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
