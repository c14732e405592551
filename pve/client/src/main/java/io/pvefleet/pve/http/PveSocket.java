package io.pvefleet.pve.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open WebSocket of a host, seen as a stream of bytes each way. Three virtual threads and none of the platform's: one reads,
 * one writes, one watches both. Thread-safe. Made by {@link PveHost#open}.
 */
public final class PveSocket implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PveSocket.class);

  /** Told what comes. Its methods are called one after the other on the socket's own virtual thread. */
  public interface Listener {

    /**
     * The next bytes of the stream; frames of the host are no boundaries. The buffer belongs to the listener. Blocking here stops
     * the reading, and with it the host.
     */
    void onBytes(ByteBuffer bytes);

    /** It is over, whoever ended it: called once, after the last bytes, and nothing after it. The reason holds no secret. */
    void onClosed(String reason);
  }

  /** No frame is being written. */
  private static final long NOTHING = Long.MIN_VALUE;

  private final Socket socket;
  private final BufferedSource source;
  private final BufferedSink sink;
  private final Listener listener;
  private final SocketLimits limits;
  private final Outbox outbox;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final CountDownLatch readingEnded = new CountDownLatch(1);

  // Written by the reading and the writing thread, read by the watching one. Nanoseconds of the system's own clock.
  private volatile long lastHeard = System.nanoTime();
  private volatile boolean isListenerBusy;
  private volatile long frameBegun = NOTHING;

  private PveSocket(Socket socket, Listener listener, SocketLimits limits) {
    this.socket = socket;
    this.source = Okio.buffer(socket.getSource());
    this.sink = Okio.buffer(socket.getSink());
    this.listener = listener;
    this.limits = limits;
    this.outbox = new Outbox(limits.queueBytes());
  }

  static PveSocket start(String host, Socket socket, Listener listener, SocketLimits limits) {
    PveSocket made = new PveSocket(socket, listener, limits);
    // The library's timeouts are of no use here. A console may be silent for minutes; and a write that it times out it ends by
    // closing the TLS socket, which waits for that very write, on the one thread that ends all of the process' calls.
    made.source.timeout().timeout(0, TimeUnit.NANOSECONDS);
    made.sink.timeout().timeout(0, TimeUnit.NANOSECONDS);
    Thread.ofVirtual().name("pve-socket-watch-" + host).start(made::watch);
    Thread writer = Thread.ofVirtual().name("pve-socket-out-" + host).start(made::write);
    Thread.ofVirtual().name("pve-socket-in-" + host).start(() -> made.read(writer));
    return made;
  }

  /**
   * Sends bytes, in frames of at most 64 KiB, after those sent before. Does not block. The array may be changed afterwards.
   *
   * @return false where nothing was taken: the socket is closed, or more than 1 MiB waits to be sent
   */
  public boolean send(byte[] bytes) {
    return outbox.offer(Frames.binary(bytes, limits.frameBytes()));
  }

  /** Bytes taken by {@link #send} that have not left yet, with some for the frames around them. */
  public long queuedBytes() {
    return outbox.bytes();
  }

  /** Ends it: what was taken before is still sent, the rest of what comes is dropped. Does not block. Idempotent. */
  @Override
  public void close() {
    if (end("closed on this side")) {
      outbox.close();
      Thread.ofVirtual().name("pve-socket-close").start(this::cancelSoon);
    }
  }

  private void cancelSoon() {
    try {
      readingEnded.await(limits.closing().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody knows this thread; cancelling at once is right then too
    }
    socket.cancel();
  }

  /** Notes why it is over; the first reason stays. */
  private boolean end(String why) {
    return reason.compareAndSet(null, why);
  }

  private void read(Thread writer) {
    try {
      end(readToEnd(new FrameReader(source)));
    } catch (EOFException _) {
      end("the host ended the connection");
    } catch (ProtocolException e) {
      end("the host broke the WebSocket protocol: " + e.getMessage());
    } catch (IOException e) {
      end("the connection broke" + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a listener of a host's socket failed");
      end("what listened here failed");
    } finally {
      readingEnded.countDown();
      outbox.close();
      awaitEnd(writer);
      socket.cancel();
      awaitEnd(writer);
      Closing.quietly(sink, source);
    }
    listener.onClosed(String.valueOf(reason.get()));
  }

  /** Until the host says goodbye; gives what it said. */
  private String readToEnd(FrameReader frames) throws IOException {
    while (true) {
      FrameReader.Event event = frames.next();
      lastHeard = System.nanoTime();
      switch (event) {
        case FrameReader.Bytes(byte[] bytes) -> hand(bytes);
        // Where so much waits that no answer fits, the host is not reading, and is told nothing by another byte.
        case FrameReader.Ping(byte[] payload) -> outbox.offer(List.of(Frames.pong(payload)));
        case FrameReader.Pong() -> {}
        case FrameReader.Close(String why) -> {
          return "the host closed the connection" + (why.isEmpty() ? "" : ": " + why);
        }
      }
    }
  }

  private void hand(byte[] bytes) {
    if (reason.get() != null) {
      return;
    }
    isListenerBusy = true;
    try {
      listener.onBytes(ByteBuffer.wrap(bytes));
    } finally {
      lastHeard = System.nanoTime();
      isListenerBusy = false;
    }
  }

  private void write() {
    try {
      while (true) {
        Outbox.Batch batch = outbox.take();
        for (byte[] frame : batch.frames()) {
          frameBegun = System.nanoTime();
          sink.write(frame);
        }
        frameBegun = System.nanoTime();
        if (batch.isLast()) {
          sink.write(Frames.close());
        }
        sink.flush();
        frameBegun = NOTHING;
        outbox.sent(batch);
        if (batch.isLast()) {
          return;
        }
      }
    } catch (IOException e) {
      giveUp("the connection broke" + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    } catch (InterruptedException _) {
      giveUp("interrupted"); // nobody knows this thread; should it happen, the socket must not stay half alive
    }
  }

  /** Looks now and then whether the host still takes and says something, until the reading has ended. */
  private void watch() {
    long lastPing = System.nanoTime();
    try {
      while (!readingEnded.await(limits.look().toNanos(), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        long begun = frameBegun;
        if (begun != NOTHING && now - begun > limits.write().toNanos()) {
          giveUp("the host has taken nothing for " + limits.write().toSeconds() + " s");
        }
        long silence = isListenerBusy ? 0 : now - lastHeard;
        if (silence > limits.silence().toNanos()) {
          giveUp("the host has been silent for " + limits.silence().toSeconds() + " s");
        } else if (silence >= limits.pingAfter().toNanos() && now - lastPing >= limits.pingAfter().toNanos()) {
          lastPing = now;
          outbox.offer(List.of(Frames.ping()));
        }
      }
    } catch (InterruptedException _) {
      giveUp("interrupted"); // as above
    }
  }

  private void giveUp(String why) {
    end(why);
    outbox.close();
    socket.cancel(); // wakes the reading thread, which tells the listener
  }

  /** The close frame gets its moment to leave, and no more; a connection cut ends the writing at once. */
  private void awaitEnd(Thread writer) {
    try {
      writer.join(limits.closing());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
