package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.process.cli.Exit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the top of the checkout, as a shell starts it. Needs what the build packages, and says so where it is not there. */
class LauncherIT {

  @TempDir Path elsewhere;
  private Path top;

  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void findTheBuild() throws Exception {
    top = root();
    Path target = top.resolve("reconciler/app/target");
    boolean isBuilt = Files.isDirectory(target.resolve("lib"));
    if (!isBuilt) {
      System.out.println("LauncherIT skipped: nothing is packaged yet; ./pvefleet --version packages it");
    }
    Assumptions.assumeTrue(isBuilt, "nothing is packaged yet");
  }

  @Test
  void versionIsAllThatStandsOnStandardOutput() throws Exception {
    Said said = run(top.resolve("pvefleet"), "--version");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo("pvefleet " + version() + "\n");
  }

  @Test
  void itIsFoundThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("fleet-tool"), top.resolve("pvefleet"));
    assertThat(run(link, "--version").out()).isEqualTo("pvefleet " + version() + "\n");
  }

  @Test
  void exitCodeIsThatOfTheCommand() throws Exception {
    Said said = run(top.resolve("pvefleet"), "validate", elsewhere.resolve("none").toString());
    assertThat(said.exit()).isEqualTo(Exit.ERROR);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("PVF-0211");
  }

  private Said run(Path script, String... args) throws Exception {
    Path out = Files.createTempFile(elsewhere, "out", "");
    Path err = Files.createTempFile(elsewhere, "err", "");
    ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList());
    builder.environment().put("PVEFLEET_NO_CACHE", "1");
    builder.environment().put("PVEFLEET_NO_BUILD", "1");
    builder.environment().put("PVEFLEET_JAVA_HOME", System.getProperty("java.home"));
    Process process =
        builder.directory(elsewhere.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
  }

  private String version() throws Exception {
    String pom = Files.readString(top.resolve("pom.xml"));
    int own = pom.indexOf("<artifactId>pvefleet</artifactId>");
    return pom.substring(pom.indexOf("<version>", own) + 9, pom.indexOf("</version>", own));
  }

  private static Path root() {
    Path path = Path.of(System.getProperty("pvefleet.root", ".")).toAbsolutePath();
    while (!Files.isRegularFile(path.resolve("mvnw"))) {
      path = java.util.Objects.requireNonNull(path.getParent(), "no folder above holds mvnw");
    }
    return path;
  }
}
