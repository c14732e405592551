package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's console proxy where it cannot run; where it can it is tested with the launcher, once both programs are packaged. */
class DemoConsoleTest {

  @TempDir Path folder;

  @Test
  void withoutALauncherThereAreNoConsolesAndNoLink() throws IOException {
    DemoConsole console = DemoConsole.prepare(folder, "", 0);
    assertThat(console.link()).isEmpty();
    assertThat(console.trouble().orElseThrow()).contains("./pvefleet");
    try (ConsoleProcess process = ConsoleProcess.start(console, folder, Duration.ofSeconds(3))) {
      assertThat(process.trouble()).isEqualTo(console.trouble());
    }
  }

  @Test
  void aTakenPortIsFoundBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DemoConsole console = DemoConsole.prepare(folder, "/bin/false", taken.getLocalPort());
      assertThat(console.trouble().orElseThrow()).contains("port " + taken.getLocalPort(), "--console-port");
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aProxyThatEndsAtOnceIsSaidAndItsFilesAreForTheOwnerAlone() throws IOException {
    DemoConsole console = DemoConsole.prepare(folder, launcher("echo operator:hash", "exit 7"), 0);
    try (ConsoleProcess process = ConsoleProcess.start(console, folder, Duration.ofSeconds(3))) {
      assertThat(process.trouble().orElseThrow()).contains("exit code 7");
    }
    assertThat(folder.resolve("console-users")).hasContent("operator:hash");
    assertThat(Files.readString(folder.resolve("console.yaml"))).contains("port: " + console.port()).doesNotContain(console.password());
    for (String name : new String[] {"console-users", "console-audit.token"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)))).as(name).isEqualTo("rw-------");
    }
  }

  @Test
  void aProxyThatNeverAnswersEndsWithTheDemo() throws IOException {
    String serve = "echo >" + folder + "/started; cat >/dev/null; echo >" + folder + "/ended";
    DemoConsole console = DemoConsole.prepare(folder, launcher("echo operator:hash", serve), 0);
    ConsoleProcess process = ConsoleProcess.start(console, folder, Duration.ofSeconds(3));
    while (!Files.exists(folder.resolve("started"))) {
      Thread.onSpinWait();
    }
    process.close();
    assertThat(folder.resolve("ended")).exists();
    assertThat(process.trouble()).isPresent();
  }

  @Test
  void eachDemoHasAPasswordOfItsOwnThatNothingPrintsByChance() throws IOException {
    DemoConsole one = DemoConsole.prepare(folder, "", 0);
    DemoConsole other = DemoConsole.prepare(folder, "", 0);
    assertThat(one.password()).matches("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}").isNotEqualTo(other.password());
    assertThat(one.toString()).doesNotContain(one.password());
  }

  /** A launcher whose console commands do so. */
  private String launcher(String user, String serve) throws IOException {
    Path script = Files.writeString(folder.resolve("launcher"), """
        #!/bin/sh
        case $2 in
          user) cat >/dev/null; %s ;;
          serve) %s ;;
        esac
        """.formatted(user, serve));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
