package io.pvefleet.pve.simulator.console;

import io.pvefleet.pve.simulator.fault.ConsoleFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One open console between a client and a program, as pveproxy carries it: no timeout of its own, no ping, no back-pressure. It
 * buffers what a slow client does not take, without end on a real host, up to a limit here. Three virtual threads and
 * no buffer of more than a TLS record while nothing waits. Thread-safe.
 */
public final class ConsoleSession {

  /** A real pveproxy grows until it is killed; this process also runs the tests. */
  private static final long MOST_OUTGOING = 16L << 20;
  /** Source: pve-http-server {@code AnyEvent.pm}, {@code wbuf_max} towards the worker. */
  private static final long MOST_INCOMING = 5L * ClientFrames.MAX_PAYLOAD;
  /** Seen: the first read gives 2048 bytes at most, later ones twice as much whenever one was full. */
  private static final int FIRST_READ = 2048;
  /** How long an end in order may take: the program sees the end of its input, what it wrote last goes out. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Line line;
  private final Program program;
  private final Optional<ConsoleFault> fault;
  private final InstantSource clock;
  private final ServerFrames frames;
  private final ByteQueue incoming = new ByteQueue(MOST_INCOMING, () -> Duration.ZERO);
  private final ByteQueue outgoing;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Instant lastByte;

  /**
   * @param latency how long bytes take to the client and back; all of it is spent on the way to the client
   */
  public ConsoleSession(
      Line line, Program program, Optional<ConsoleFault> fault, InstantSource clock, Supplier<Duration> latency) {
    this.line = line;
    this.program = program;
    this.fault = fault;
    this.clock = clock;
    this.outgoing = new ByteQueue(MOST_OUTGOING, latency);
    this.frames = new ServerFrames(line.out());
    this.lastByte = clock.instant();
  }

  /** Carries bytes until client, program, network or a fault ends it; then program and writer are over too. */
  public void serve() throws InterruptedException {
    Thread running = Thread.ofVirtual().name("console program").start(this::run);
    Thread writing = Thread.ofVirtual().name("console writer").start(this::write);
    if (fault.orElse(null) instanceof ConsoleFault.CutAfter(Duration time)) {
      Thread.ofVirtual().name("console fault").start(() -> cutAfter(time));
    }
    try {
      boolean inOrder = read();
      incoming.end();
      if (!inOrder) {
        hangUp();
      }
      running.join(FAREWELL);
      outgoing.end();
      writing.join(FAREWELL);
    } finally {
      hangUp();
      running.interrupt();
      running.join();
      writing.join();
    }
  }

  /** Ends it from outside in order, as when the worker ends: what was written still goes out. */
  public void finish() {
    incoming.end();
    outgoing.end();
  }

  /** Ends it from outside at once. */
  public void hangUp() {
    over.set(true);
    incoming.end();
    outgoing.abort();
    line.cut();
  }

  /** When the last byte went through, either way. Pings are not told to the program and do not count. */
  public Instant lastByte() {
    return lastByte;
  }

  /** Bytes that wait for the client to take them. */
  public long backlog() {
    return outgoing.size();
  }

  /** The most bytes that ever waited for the client. */
  public long highestBacklog() {
    return outgoing.highWater();
  }

  /** Reads until the client ends it in order; false where it broke off or broke a rule. */
  private boolean read() throws InterruptedException {
    ClientFrames client = new ClientFrames(line.in());
    try {
      while (true) {
        ClientFrames.Frame frame = client.next();
        if (!line.awaitVisible()) {
          return false;
        }
        switch (frame) {
          case ClientFrames.Frame.Bytes(byte[] payload) -> {
            lastByte = clock.instant();
            if (!incoming.offer(payload)) {
              return false;
            }
          }
          case ClientFrames.Frame.Ping(byte[] payload) -> frames.pong(payload);
          case ClientFrames.Frame.Pong() -> {
            // the answer to a ping that was never sent
          }
          case ClientFrames.Frame.End() -> {
            return true;
          }
        }
      }
    } catch (IOException broken) {
      return false; // a frame pveproxy dies of, or a connection that is gone; a real host says nothing either
    }
  }

  private void write() {
    long sent = 0;
    int read = FIRST_READ;
    try {
      for (byte[] bytes = outgoing.take(read); bytes.length > 0; bytes = outgoing.take(read)) {
        if (bytes.length == read) {
          read = Math.min(2 * read, ClientFrames.MAX_PAYLOAD);
        }
        if (!line.awaitVisible()) {
          return;
        }
        sent += bytes.length;
        if (fault.orElse(null) instanceof ConsoleFault.CutAfterBytes(long most) && sent >= most) {
          frames.binary(Arrays.copyOf(bytes, (int) (bytes.length - (sent - most))));
          line.cut();
          return;
        }
        // Before it is written: whoever has got it may look at the clock at once.
        lastByte = clock.instant();
        frames.binary(bytes);
      }
      if (!over.get()) {
        line.close();
      }
    } catch (IOException gone) {
      line.cut();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      outgoing.abort();
    }
  }

  private void run() {
    try {
      switch (fault.orElse(null)) {
        case ConsoleFault.Garbage(int bytes, long seed) -> {
          byte[] noise = new byte[bytes];
          new Random(seed).nextBytes(noise);
          outgoing.put(noise, 0, noise.length);
          drain();
        }
        case ConsoleFault.Mute() -> drain();
        case null -> program.run(incoming.asInput(), outgoing.asOutput());
        case ConsoleFault.CutAfter ignored -> program.run(incoming.asInput(), outgoing.asOutput());
        case ConsoleFault.CutAfterBytes ignored -> program.run(incoming.asInput(), outgoing.asOutput());
        case ConsoleFault.WrongPassword ignored -> program.run(incoming.asInput(), outgoing.asOutput());
      }
    } catch (IOException gone) {
      // the client left while the program still spoke
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      incoming.abort(); // a program may leave a thread that still reads
      outgoing.end();
    }
  }

  private void drain() throws InterruptedException {
    while (incoming.take(ClientFrames.MAX_PAYLOAD).length > 0) {
      // nobody listens
    }
  }

  private void cutAfter(Duration time) {
    try {
      Thread.sleep(time);
      line.cut();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
