package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.console.Program;
import io.pvefleet.pve.simulator.screen.Display;
import io.pvefleet.pve.simulator.world.Consoles;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The worker behind one accepted console: {@code qm vncproxy}, vncterm or termproxy. Tells how its task ends. Thread-safe. */
final class ConsoleWorker implements Program {

  /** Source: termproxy {@code main.rs}: the size of its buffer. */
  private static final int MOST_TICKET = 4096;

  private final HostMachine machine;
  private final SimConsole console;
  private final Supplier<Display> display;
  private final Duration start;
  private final boolean letsNobodyIn;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile String exitStatus = "OK";
  /** Until when the client has to prove itself; absent where it need not, or has. */
  private volatile @Nullable Instant proofDue;

  ConsoleWorker(
      HostMachine machine, HostConsoles.Accepted accepted, Supplier<Display> display, Duration start, boolean letsNobodyIn) {
    this.machine = machine;
    this.console = accepted.console();
    this.display = display;
    this.start = start;
    this.letsNobodyIn = letsNobodyIn;
    if (console.isTerminal()) {
      proofDue = accepted.at().plus(ConsoleBook.ACCEPT);
    }
  }

  String exitStatus() {
    return exitStatus;
  }

  List<String> log() {
    return List.copyOf(log);
  }

  boolean isLate(Instant now) {
    Instant due = proofDue;
    return due != null && !now.isBefore(due);
  }

  /** After how long without a byte it ends by itself; vncterm is twice as patient as {@code qm vncproxy}. */
  Optional<Duration> patience(Duration idle) {
    return switch (console.kind()) {
      case SCREEN -> Optional.of(idle);
      case DRAWN_SERIAL, DRAWN_CONTAINER -> Optional.of(idle.multipliedBy(2));
      case SERIAL, CONTAINER, SHELL -> Optional.empty();
    };
  }

  @Override
  public void run(InputStream in, OutputStream out) throws IOException, InterruptedException {
    Optional<String> misfortune = Consoles.misfortune(machine.look(), console);
    if (misfortune.isPresent()) {
      exitStatus = misfortune.get();
      return;
    }
    if (console.isTerminal()) {
      log.add("client connection: 127.0.0.1:" + (30_000 + console.port()));
      if (!admitted(in, out)) {
        exitStatus = Consoles.terminalFailure(console);
        return;
      }
    } else {
      Thread.sleep(start);
    }
    switch (found()) {
      case Consoles.Found.Missing(String reason, String exit) -> {
        if (console.isTerminal()) {
          out.write((reason + "\r\n").getBytes(StandardCharsets.UTF_8));
        } else {
          log.add(reason);
        }
        exitStatus = exit;
      }
      case Consoles.Found.Shown ignored -> {
        if (console.isTerminal()) {
          display.get().serve(in, out, "");
        } else {
          display.get().serve(in, out, this::password);
        }
      }
    }
  }

  private Consoles.Found found() {
    return machine.change((world, moment) -> {
      Consoles.Found found = Consoles.started(world, console, moment.now());
      return new HostMachine.Changed<>(found instanceof Consoles.Found.Shown(World next) ? next : world, found);
    });
  }

  /** The password of this moment. Where nobody is let in, one that nobody was told. */
  private String password() {
    Optional<String> valid =
        letsNobodyIn ? Optional.empty() : Consoles.password(machine.look(), console, machine.clock().instant());
    return valid.orElseGet(() -> UUID.randomUUID().toString().substring(0, 8));
  }

  private boolean admitted(InputStream in, OutputStream out) throws IOException {
    Optional<String> line = line(in);
    Instant now = machine.clock().instant();
    boolean late = isLate(now);
    proofDue = null;
    if (line.isEmpty()) {
      log.add("failed reading ticket: " + (late ? "timed out" : "connection closed before authentication"));
      return false;
    }
    int colon = line.get().indexOf(':');
    Optional<String> refusal =
        colon < 0
            ? Optional.of("failed reading ticket: authentication data is invalid")
            : Consoles.refusal(machine.look(), console, line.get().substring(0, colon), line.get().substring(colon + 1), now);
    refusal.ifPresent(log::add);
    if (refusal.isPresent()) {
      return false;
    }
    out.write("OK".getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /** The first line; empty where the client ended before it did, or where it is longer than termproxy's buffer. */
  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() >= MOST_TICKET) {
        return Optional.empty();
      }
      line.write(b);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }
}
