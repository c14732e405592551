package io.pvefleet.pve.simulator.screen;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A guest's shell behind termproxy. It is given what a viewer sends <em>after</em> its line {@code user:ticket} was accepted
 * and answered by {@code OK}: frames {@code 0:LENGTH:bytes}, {@code 1:COLUMNS:ROWS:} and {@code 2}; what it sends is the
 * terminal's output without frames. Each connection has a line of its own, the records are common. Thread-safe.
 */
public final class SimulatedTerminal implements Display {

  /** Of lines and of bytes: more than a test types. */
  private static final int KEPT = 10_000;

  private static final int BUFFER = 512;
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final String banner;
  private final SimulatedShell shell;
  private final InstantSource clock;
  private final Object lock = new Object();
  // guarded by lock
  private final Deque<String> lines = new ArrayDeque<>();
  private byte[] input = {};
  private TerminalSize size = TerminalSize.INITIAL;
  private int pings;
  private int connections;
  private int everConnected;

  private SimulatedTerminal(String guestName, String banner, InstantSource clock) {
    this.shell = new SimulatedShell(guestName);
    this.banner = banner;
    this.clock = clock;
  }

  /** The serial port of a VM. */
  public static SimulatedTerminal serial(String vmName, String port, InstantSource clock) {
    return new SimulatedTerminal(vmName, "\r\nstarting serial terminal on interface " + port + "\r\n", clock);
  }

  public static SimulatedTerminal container(String name, InstantSource clock) {
    return new SimulatedTerminal(name, "\r\nConnected to tty 1\r\n", clock);
  }

  @Override
  public void serve(InputStream in, OutputStream out, String password) throws IOException {
    change(() -> {
      connections++;
      everConnected++;
    });
    try {
      say(out, banner + shell.greeting().replace("\n", "\r\n") + shell.prompt());
      listen(new TermproxyReader(new BufferedInputStream(in, BUFFER)), out);
    } finally {
      change(() -> connections--);
    }
  }

  /** Everything typed so far in characters, the last ones if there were too many; control characters included. */
  public String input() {
    synchronized (lock) {
      return new String(input, StandardCharsets.UTF_8);
    }
  }

  /** Every line that was entered. */
  public List<String> lines() {
    synchronized (lock) {
      return List.copyOf(lines);
    }
  }

  /** The size that a viewer said last. */
  public TerminalSize size() {
    synchronized (lock) {
      return size;
    }
  }

  /** How many times a viewer said that it is there. */
  public int pings() {
    synchronized (lock) {
      return pings;
    }
  }

  public int connections() {
    synchronized (lock) {
      return connections;
    }
  }

  public int connectionsEver() {
    synchronized (lock) {
      return everConnected;
    }
  }

  /** Blocks until the terminal is as wanted, or for so long; answers whether it is. */
  public boolean await(Predicate<SimulatedTerminal> wanted, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      while (!wanted.test(this)) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    }
  }

  private void listen(TermproxyReader frames, OutputStream out) throws IOException {
    LineEditor editor = new LineEditor();
    for (Optional<TermproxyReader.Frame> frame = frames.read(); frame.isPresent(); frame = frames.read()) {
      switch (frame.get()) {
        case TermproxyReader.Frame.Ping ping -> change(() -> pings++);
        case TermproxyReader.Frame.Resize resize -> change(() -> size = resize.size());
        case TermproxyReader.Frame.Input typed -> {
          if (!type(typed.bytes(), editor, out)) {
            return;
          }
        }
      }
    }
  }

  /** False when the shell was left. */
  private boolean type(byte[] bytes, LineEditor editor, OutputStream out) throws IOException {
    StringBuilder shown = new StringBuilder();
    boolean stays = true;
    for (byte next : bytes) {
      stays = stays && react(editor.accept(next), editor, shown);
    }
    record(bytes);
    say(out, shown.toString());
    return stays;
  }

  private boolean react(LineEditor.Effect effect, LineEditor editor, StringBuilder shown) {
    switch (effect) {
      case LineEditor.Effect.Echo echo -> shown.append(echo.text());
      case LineEditor.Effect.Interrupted interrupted -> shown.append("^C\r\n").append(shell.prompt());
      case LineEditor.Effect.Cleared cleared -> shown.append(CLEAR).append(shell.prompt()).append(editor.line());
      case LineEditor.Effect.Ended ended -> {
        shown.append("logout\r\n");
        return false;
      }
      case LineEditor.Effect.Entered entered -> {
        return enter(entered.line(), shown);
      }
    }
    return true;
  }

  private boolean enter(String line, StringBuilder shown) {
    change(() -> {
      lines.addLast(line);
      if (lines.size() > KEPT) {
        lines.removeFirst();
      }
    });
    shown.append("\r\n");
    if (shell.leaves(line)) {
      shown.append("logout\r\n");
      return false;
    }
    String printed = shell.clears(line) ? CLEAR : shell.run(line, size(), clock.instant());
    shown.append(printed.replace("\n", "\r\n")).append(shell.prompt());
    return true;
  }

  private void record(byte[] bytes) {
    change(() -> {
      byte[] all = Arrays.copyOf(input, input.length + bytes.length);
      System.arraycopy(bytes, 0, all, input.length, bytes.length);
      input = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
    });
  }

  private void change(Runnable change) {
    synchronized (lock) {
      change.run();
      lock.notifyAll();
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
