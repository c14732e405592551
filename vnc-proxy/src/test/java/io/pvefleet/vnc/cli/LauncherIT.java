package io.pvefleet.vnc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.process.cli.Exit;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    boolean isBuilt =
        Stream.of("reconciler/app", "vnc-proxy").allMatch(module -> Files.isDirectory(top.resolve(module).resolve("target/lib")));
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

  @Test
  void consoleIsHandedToItsOwnProgram() throws Exception {
    assertThat(run(top.resolve("pvefleet"), "console", "--version").out()).isEqualTo("pvefleet " + version() + "\n");
    assertThat(run(top.resolve("pvefleet"), "console", "serve", "--help").out()).contains("pvefleet console serve", "--public-url");
    assertThat(run(top.resolve("pvefleet"), "--help").out()).contains("console");
    Said refused = run(top.resolve("pvefleet"), "console", "serve", elsewhere.resolve("none").toString());
    assertThat(refused.exit()).isEqualTo(Exit.ERROR);
    assertThat(refused.err()).contains("is no Git repository");
  }

  @Test
  void demoBringsDaemonAndProxyUpAndLeavesNothingBehind() throws Exception {
    Path err = Files.createFile(elsewhere.resolve("demo.err"));
    Process demo =
        builder(top.resolve("pvefleet"), "demo", "--hosts", "1", "--vms-per-host", "1", "--port", "0", "--console-port", "0")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(err.toFile()).start();
    List<ProcessHandle> children;
    try (HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      String said = saidBy(demo, err);
      children = demo.descendants().toList();
      assertThat(status(client, found(said, "Pages +(http://\\S+/)"))).isEqualTo(200);
      assertThat(logIn(client, found(said, "Consoles +(http://\\S+/)"), found(said, "log in as operator / (\\S+)"))).isEqualTo("/");
      assertThat(children).hasSize(1);
    } finally {
      demo.destroy();
    }
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle child : children) {
      assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  /** Where the proxy leads whoever has logged in. */
  private static String logIn(HttpClient client, String address, String password) throws Exception {
    String form = client.send(HttpRequest.newBuilder(URI.create(address + "login")).build(), HttpResponse.BodyHandlers.ofString()).body();
    String fields = "username=operator&password=" + password + "&_csrf=" + found(form, "name=\"_csrf\" value=\"([^\"]+)\"");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "login")).POST(HttpRequest.BodyPublishers.ofString(fields))
            .header("Content-Type", "application/x-www-form-urlencoded").header("Origin", address.replaceFirst("/$", "")).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).headers().firstValue("Location").orElse("");
  }

  private static int status(HttpClient client, String address) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String found(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
    return found.group(1);
  }

  /** What the demo said until it was ready. */
  private static String saidBy(Process demo, Path err) throws Exception {
    for (int look = 0; look < 1_200 && demo.isAlive(); look++) {
      String said = Files.readString(err, StandardCharsets.UTF_8);
      if (said.contains("Ctrl-C ends it")) {
        return said;
      }
      demo.waitFor(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the demo did not come up: " + Files.readString(err, StandardCharsets.UTF_8));
  }

  private ProcessBuilder builder(Path script, String... args) {
    ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList());
    builder.environment().put("PVEFLEET_NO_CACHE", "1");
    builder.environment().put("PVEFLEET_NO_BUILD", "1");
    builder.environment().put("PVEFLEET_JAVA_HOME", System.getProperty("java.home"));
    return builder.directory(elsewhere.toFile());
  }

  private Said run(Path script, String... args) throws Exception {
    Path out = Files.createTempFile(elsewhere, "out", "");
    Path err = Files.createTempFile(elsewhere, "err", "");
    Process process = builder(script, args).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
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
