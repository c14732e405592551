package io.pvefleet.app.cli;

import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.process.settings.CannotListen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the demo's console proxy is told: files in the demo's folder, a login made for this one demo. Nothing runs yet.
 *
 * @param trouble why there can be no proxy; empty where there can
 */
record DemoConsole(Path folder, Path launcher, int port, String password, Optional<String> trouble) {

  /** Environment variable with the launcher's path. */
  static final String LAUNCHER = "PVEFLEET_LAUNCHER";

  static final String USER = "operator";

  /** A group of the example's access policies, which may use every console. */
  private static final String GROUP = "operators";

  /** Letters and digits that nobody mistakes for others: 12 of them are 58 bits. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final String LOCAL = "127.0.0.1";

  /**
   * Finds out whether a proxy can run, and makes its files.
   *
   * @param launcher of this program; empty where it was started without
   * @param port 0 takes any free one
   */
  static DemoConsole prepare(Path folder, String launcher, int port) throws IOException {
    RandomGenerator chance = new SecureRandom();
    String password = password(chance);
    if (launcher.isEmpty()) {
      return new DemoConsole(folder, Path.of(""), port, password,
          Optional.of("this program was not started by its launcher, ./pvefleet"));
    }
    try {
      CannotListen.tryOut(LOCAL, port);
    } catch (CannotListen e) {
      return new DemoConsole(folder, Path.of(launcher), port, password,
          Optional.of(e.diagnostic().detail() + " --console-port takes another"));
    }
    byte[] token = new byte[24];
    chance.nextBytes(token);
    secret(folder.resolve("console-audit.token"), HexFormat.of().formatHex(token));
    return new DemoConsole(folder, Path.of(launcher), port == 0 ? free() : port, password, Optional.empty());
  }

  URI address() {
    return URI.create("http://" + LOCAL + ":" + port);
  }

  /** What the pages are told; without a proxy they offer no consoles. */
  Optional<DaemonSettings.Console> link() {
    return trouble.isPresent()
        ? Optional.empty()
        : Optional.of(new DaemonSettings.Console(
            address(), address(), Optional.of("file:" + folder.resolve("console-audit.token"))));
  }

  /** Runs the proxy's program once for the line of the file of users; blocks for a second. */
  void writeUser() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(launcher.toString(), "console", "user", USER, "--groups", GROUP)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.outputWriter()) {
      in.write(password + "\n");
    }
    String line = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the login could not be made");
    }
    secret(users(), line);
  }

  /** Settings in a file of its own, so that none of this machine's own proxy are read. */
  Path writeSettings(Path repository, Duration poll) throws IOException {
    return Files.writeString(folder.resolve("console.yaml"), """
        git: {url: "%s", poll: %ds}
        state: "%s"
        http: {address: %s, port: %d}
        publicUrl: ["%s", "http://localhost:%d"]
        login: {method: users, users: "%s"}
        audit: {token: "file:%s"}
        """.formatted(repository, poll.toSeconds(), folder.resolve("console-state"), LOCAL, port, address(), port, users(),
        folder.resolve("console-audit.token")));
  }

  private Path users() {
    return folder.resolve("console-users");
  }

  private static void secret(Path file, String text) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text.strip() + "\n");
  }

  private static String password(RandomGenerator chance) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Never the password, which is printed on purpose in one place. */
  @Override
  public String toString() {
    return "DemoConsole[" + address() + ", ***" + trouble.map(why -> ", " + why).orElse("") + "]";
  }

  /** Arguments of the launcher. */
  List<String> command(Path settings) {
    return List.of(launcher.toString(), "console", "serve", "--config", settings.toString(), "--until-input-ends");
  }
}
