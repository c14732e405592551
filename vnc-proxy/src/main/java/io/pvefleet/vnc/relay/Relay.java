package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.session.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One console in use: a browser on a host's line. Thread-safe.
 *
 * <p>From the host to the browser a chunk travels on the socket's own thread, which blocks until the browser has taken it: a slow
 * browser so slows the host, and nothing is buffered between them. From the browser to the host bytes are parsed, filtered and
 * queued.
 *
 * <p>Why the directions cannot lock each other out: the lock is held for parsing and for queueing at the host's end, neither of
 * which blocks, and nothing is called back under it; sending to the browser holds no lock at all; ending takes no lock, is
 * decided by one exchange of a reference, and does what may block on the ticker's executor: among it closing the browser's end,
 * which frees a thread that is blocked in it. The host's line has a lock of its own, under which nothing is called.
 */
public final class Relay {

  /**
   * Of one message to the browser. Small, so that "no progress for 20 seconds" means less than a kilobyte a second, which is no
   * console, and large enough that a frame of 128 KiB costs eight sends.
   */
  public static final int MAX_CHUNK_BYTES = 16 * 1024;

  /** A host that has this much of typing and pasting to take does not take it. */
  public static final long MAX_QUEUED_BYTES = 4 * 1024 * 1024;

  /** A host's end that takes nothing more with this much in its queue is full, with less it is closed. */
  static final long FULL_QUEUE_BYTES = 256 * 1024;

  private static final long NOT_SENDING = Long.MIN_VALUE;

  private final HostLine line;
  private final BrowserEnd browser;
  private final Talk talk;
  private final RelayLimits limits;
  private final Ticker ticker;
  private final RelayListener listener;
  private final long startedAt;

  /** Guards the talk but for its first frame, and the order of what goes to the host. Held only while nothing blocks. */
  private final ReentrantLock toHost = new ReentrantLock();

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicBoolean hadFirstFrame = new AtomicBoolean();
  private final AtomicLong bytesToBrowser = new AtomicLong();
  private final AtomicLong bytesToGuest = new AtomicLong();
  private volatile long lastToHostAt;
  private volatile long lastInputAt;
  private volatile boolean isTalking;

  /** Written before anything can end this; a line that another browser has is not closed. */
  private volatile boolean isLineOurs;

  /** When the chunk that is being sent was begun; {@link #NOT_SENDING} between chunks. */
  private volatile long sendingSince = NOT_SENDING;

  private Relay(HostLine line, BrowserEnd browser, Talk talk, RelayLimits limits, Ticker ticker, RelayListener listener) {
    this.line = line;
    this.browser = browser;
    this.talk = talk;
    this.limits = limits;
    this.ticker = ticker;
    this.listener = listener;
    this.startedAt = ticker.now();
    this.lastToHostAt = startedAt;
    this.lastInputAt = startedAt;
  }

  /** Whether a person may use what is shown. */
  public enum Mode {
    VIEW,
    CONSOLE
  }

  /**
   * Puts a browser on a line and greets it; blocks while the browser takes the greeting and what the line held. A line that is
   * closed or in use ends the console at once, which the listener hears of like of any other end, and before this returns.
   *
   * @param title what the browser shows as the desktop's name
   */
  public static Relay start(
      HostLine line, BrowserEnd browser, Mode mode, String title, RelayLimits limits, Ticker ticker, RelayListener listener) {
    Relay relay = new Relay(line, browser, Talk.with(line.init(), mode, title, limits), limits, ticker, listener);
    ticker.add(relay);
    relay.begin();
    return relay;
  }

  /** The next bytes of the browser; to be called by one thread at a time. Blocks only for answers of the handshake. */
  public void fromBrowser(ByteBuffer bytes) {
    if (isOver()) {
      return;
    }
    Talk.Heard heard;
    boolean isTaken = true;
    boolean isOpenNow;
    toHost.lock();
    try {
      heard = talk.accept(bytes);
      isOpenNow = talk.isOpen();
      if (heard instanceof Talk.Heard.Passed passed) {
        isTaken = queue(passed.toHost());
      }
    } finally {
      toHost.unlock();
    }
    switch (heard) {
      case Talk.Heard.Refused(String reason) -> end(CloseReason.MALFORMED, reason);
      case Talk.Heard.Passed passed -> settle(passed, isTaken, isOpenNow);
    }
  }

  /** The browser's connection is closed, by whomever. */
  public void browserClosed() {
    end(CloseReason.BROWSER_LEFT, "");
  }

  /** Tells the browser something beside the console. */
  public void control(String json) {
    if (!isOver()) {
      browser.control(json);
    }
  }

  /** Ends the console soon. The first reason counts; later ones do nothing. Does not block. */
  public void end(CloseReason reason, String detail) {
    Ending why = new Ending(reason, detail);
    if (ending.compareAndSet(null, why)) {
      ticker.remove(this);
      try {
        ticker.closing().execute(() -> finish(why));
      } catch (RejectedExecutionException stopping) {
        // The process stops: to block here is better than to leave ends open.
        finish(why);
      }
    }
  }

  /** What has passed so far. */
  public Figures figures() {
    toHost.lock();
    try {
      Figures figures = talk.figures();
      return new Figures(bytesToBrowser.get(), bytesToGuest.get(), figures.keys(), figures.pointers(), figures.clipboardBytes(),
          figures.droppedClipboards(), figures.refused());
    } finally {
      toHost.unlock();
    }
  }

  /** On the thread that reads the host, or for the first bytes of a line on the browser's; never on both at once. */
  void toBrowser(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !isOver()) {
      ByteBuffer chunk = bytes.slice(bytes.position(), Math.min(bytes.remaining(), MAX_CHUNK_BYTES));
      bytes.position(bytes.position() + chunk.remaining());
      boolean isPicture = !hadFirstFrame.get() && talk.isFirstFrame(chunk);
      if (send(chunk) && isPicture && hadFirstFrame.compareAndSet(false, true)) {
        listener.firstFrame();
      }
    }
  }

  void hostClosed(String reason) {
    end(CloseReason.HOST_CLOSED, reason);
  }

  /** Looks at every limit. Does not block: what ends is only begun to end. */
  void tick(long now) {
    long since = sendingSince;
    if (since != NOT_SENDING && now - since >= limits.stall().toNanos()) {
      end(CloseReason.STALLED, "The browser took nothing for " + limits.stall().toSeconds() + " seconds.");
    } else if (now - startedAt >= limits.absolute().toNanos()) {
      end(CloseReason.TOO_LONG, "");
    } else if (now - lastInputAt >= limits.idle().toNanos()) {
      end(CloseReason.IDLE, "");
    } else if (!isTalking && now - startedAt >= limits.stall().toNanos()) {
      end(CloseReason.STALLED, "The browser did not answer the greeting.");
    } else if (isTalking && now - lastToHostAt >= talk.keepAliveAfter().toNanos()) {
      keepAlive();
    }
  }

  private void begin() {
    isLineOurs = line.claim(this);
    if (isLineOurs) {
      greet();
    } else if (line.isOpen()) {
      end(CloseReason.BUG, "Another browser is on this line.");
    } else {
      hostClosed(line.whyClosed());
    }
  }

  private void greet() {
    if (talk.greeting().length > 0) {
      send(ByteBuffer.wrap(talk.greeting()));
    }
    if (talk.isOpen()) {
      open();
    }
  }

  /** The browser is ready for the host's bytes. */
  private void open() {
    isTalking = true;
    line.flow();
  }

  private void settle(Talk.Heard.Passed passed, boolean isTaken, boolean isOpenNow) {
    if (passed.wasInput()) {
      lastInputAt = ticker.now();
    }
    if (!isTaken) {
      hostTookNothing();
      return;
    }
    if (passed.droppedClipboardBytes() > 0) {
      browser.control("{\"type\":\"clipboard-dropped\",\"bytes\":" + passed.droppedClipboardBytes()
          + ",\"limit\":" + limits.clipboardBytes() + "}");
    }
    if (passed.toBrowser().length > 0) {
      send(ByteBuffer.wrap(passed.toBrowser()));
    }
    if (isOpenNow && !isTalking) {
      open();
    }
  }

  /** What counts is what reached the host: a viewer's pointer moves and keeps nothing open. */
  private void keepAlive() {
    boolean isTaken = true;
    toHost.lock();
    try {
      // Not in the middle of a clipboard text: then the browser is the one who is late, and the next tick looks again.
      if (talk.isAtBoundary()) {
        isTaken = queue(talk.keepAlive());
      }
    } finally {
      toHost.unlock();
    }
    if (!isTaken) {
      hostTookNothing();
    }
  }

  private void hostTookNothing() {
    if (line.end().queuedBytes() >= FULL_QUEUE_BYTES) {
      end(CloseReason.HOST_SLOW, "The host did not take what was typed or pasted.");
    } else {
      hostClosed("The connection to the host is closed.");
    }
  }

  /** Under the lock; whether the host's end took it. */
  private boolean queue(byte[] bytes) {
    if (bytes.length == 0) {
      return true;
    }
    boolean isTaken = line.end().queuedBytes() <= MAX_QUEUED_BYTES && line.end().send(bytes);
    if (isTaken) {
      bytesToGuest.addAndGet(bytes.length);
      lastToHostAt = ticker.now();
    }
    return isTaken;
  }

  /** Whether the browser took it; ends the console if not. */
  private boolean send(ByteBuffer chunk) {
    int length = chunk.remaining();
    long began = ticker.now();
    sendingSince = began;
    try {
      browser.send(chunk);
      bytesToBrowser.addAndGet(length);
      return true;
    } catch (IOException e) {
      boolean isStalled = ticker.now() - began >= limits.stall().toNanos();
      end(isStalled ? CloseReason.STALLED : CloseReason.BROWSER_LEFT, "");
      return false;
    } finally {
      sendingSince = NOT_SENDING;
    }
  }

  private boolean isOver() {
    return ending.get() != null;
  }

  /** Once, on the executor. Each step happens even if the one before it fails: an end that stays open would be a leak. */
  private void finish(Ending why) {
    Ending told = why;
    try {
      if (isLineOurs) {
        line.close();
      }
      if (why.reason() == CloseReason.HOST_CLOSED) {
        told = line.end().whyClosed(why.detail());
      }
    } finally {
      try {
        browser.close(told.reason());
      } finally {
        listener.ended(told);
      }
    }
  }
}
