package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real QEMU without a disk, on this machine: its firmware's messages are on its screen, its VNC server wants a password as
 * Proxmox's does. Emulated entirely, so that it runs where there is no virtualization.
 */
public final class QemuVnc implements AutoCloseable {

  private static final String PROGRAM = "qemu-system-x86_64";

  /** The firmware needs a few; more only costs. */
  private static final String MEMORY_MIB = "32";

  /** On a busy machine QEMU took two seconds to open its sockets. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Process process;
  private final SocketAddress vnc;
  private final SocketAddress qmp;

  private QemuVnc(Process process, Path vnc, Path qmp) {
    this.process = process;
    this.vnc = UnixDomainSocketAddress.of(vnc);
    this.qmp = UnixDomainSocketAddress.of(qmp);
  }

  /** Where QEMU is on this machine; nothing where it is not installed. */
  public static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one and blocks until its sockets are there.
   *
   * @param folder for its sockets and its log; short, since a socket's path has at most 107 bytes
   * @param more arguments, such as a device
   * @throws IOException when there is no QEMU or it does not start; says what QEMU printed
   */
  public static QemuVnc start(Path folder, String vmName, List<String> more) throws IOException, InterruptedException {
    Path program = program().orElseThrow(() -> new IOException(PROGRAM + " is not installed"));
    Path vnc = folder.resolve("vnc.sock");
    Path qmp = folder.resolve("qmp.sock");
    Path log = folder.resolve("qemu.log");
    List<String> command = new ArrayList<>(List.of(
        program.toString(), "-accel", "tcg", "-m", MEMORY_MIB, "-name", vmName, "-display", "none", "-nic", "none",
        "-vnc", "unix:" + vnc + ",password=on", "-qmp", "unix:" + qmp + ",server=on,wait=off"));
    command.addAll(more);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    QemuVnc qemu = new QemuVnc(process, vnc, qmp);
    try {
      qemu.awaitControl(log);
      return qemu;
    } catch (IOException | InterruptedException e) {
      qemu.close();
      throw e;
    }
  }

  /** What {@code qm vncproxy} would be for this VM; as many as wanted. */
  public ExternalVnc display() {
    return new ExternalVnc(vnc, qmp);
  }

  /** Stops the machine's processor, so that not even a cursor blinks, or starts it again. */
  public void freeze() throws IOException {
    execute("stop");
  }

  public void thaw() throws IOException {
    execute("cont");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void execute(String command) throws IOException {
    try (Qmp control = Qmp.connect(qmp)) {
      control.execute(command, Map.of());
    }
  }

  /** QEMU answers on its control socket only when everything else is open, too. */
  private void awaitControl(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        execute("query-status");
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > end) {
          throw new IOException("QEMU was not there within " + START_LIMIT + ": " + Files.readString(log), notYet);
        }
      }
      if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("QEMU ended with " + process.exitValue() + ": " + Files.readString(log));
      }
    }
  }
}
