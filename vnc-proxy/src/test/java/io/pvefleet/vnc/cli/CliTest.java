package io.pvefleet.vnc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command : new Cli(terminal("")).commandLine().getSubcommands().keySet()) {
      out.reset();
      assertThat(run("", command, "--help")).isZero();
      assertThat(text(out)).as(command).contains("Examples:", "pvefleet console " + command);
    }
  }

  @Test
  void serveSaysWhichSettingsAreWrongAndStartsNothing() {
    assertThat(run("", "serve", "/nowhere", "--port", "many")).isEqualTo(Exit.ERROR);
    assertThat(text(err)).contains("--port: ", "The folder /nowhere is no Git repository.");
  }

  @Test
  void aLineOfAUserHoldsAHashOfTheFirstLineOfInput() {
    assertThat(run("correct horse\nsecond line\n", "user", "minji", "--groups", "operators,night shift")).isZero();
    assertThat(text(out)).startsWith("minji:$2b$12$").endsWith(":operators,night shift\n").hasLineCount(1);
    assertThat(BCrypt.checkpw("correct horse", text(out).split(":", -1)[1])).isTrue();
    assertThat(text(err)).isEmpty();
  }

  @Test
  void whatCannotBeALineIsRefusedAndNotRepeated() {
    assertThat(run("short\n", "user", "minji")).isEqualTo(Exit.ERROR);
    assertThat(run("", "user", "minji")).isEqualTo(Exit.ERROR);
    assertThat(run("가".repeat(25) + "\n", "user", "minji")).isEqualTo(Exit.ERROR);
    assertThat(run("correct horse\n", "user", "min:ji")).isEqualTo(Exit.ERROR);
    assertThat(run("correct horse\n", "user", "minji", "--groups", "a*")).isEqualTo(Exit.ERROR);
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).contains("PVF-0752").doesNotContain("correct horse").doesNotContain("가가");
  }

  private int run(String input, String... args) {
    return new Cli(terminal(input)).run(args);
  }

  private Terminal terminal(String input) {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), name -> null, Set.of(), Path.of("").toAbsolutePath());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
