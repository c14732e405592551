package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.rfb.ServerInit;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The host's half of a console: authenticated, parked until a browser comes, then flowing into it. While it is parked it holds
 * what the host says, up to {@link #MAX_PARKED_BYTES}, and closes when there is more: a Proxmox host buffers without limit for a
 * reader that does not read, so this reader always does. {@link #receive} and {@link #closed} are the socket's listener, one
 * after the other on the socket's thread; the rest may be called from anywhere.
 */
public final class HostLine {

  /**
   * A screen sends nothing unasked; a terminal greets with a few lines, and one that floods is dialled again when it is looked
   * at.
   */
  public static final int MAX_PARKED_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};

  private enum State {
    /** Nobody looks: bytes are held. */
    PARKED,
    /** A browser came and gets first what is held; the socket's thread waits, so that nothing overtakes. */
    HANDING_OVER,
    /** Bytes go straight to the browser. */
    FLOWING,
    /** Bytes are dropped. */
    CLOSED
  }

  private final HostEnd end;
  private final @Nullable ServerInit init;

  /** Guards the fields below and is never held while bytes are sent. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private byte[] held;
  private @Nullable Relay relay;
  private String closedBecause = "";

  /** Written under the lock, read without it for every chunk. */
  private volatile State state = State.PARKED;

  private HostLine(HostEnd end, @Nullable ServerInit init, byte[] surplus) {
    this.end = end;
    this.init = init;
    this.held = surplus;
    if (surplus.length > MAX_PARKED_BYTES) {
      closeBecause("The host sent more than was asked for.");
    }
  }

  /** A screen whose handshake is over; the surplus is what the host sent beyond it. */
  public static HostLine screen(HostEnd end, ServerInit init, byte[] surplus) {
    return new HostLine(end, init, surplus);
  }

  /** A terminal that said OK; the surplus is what it said behind that. */
  public static HostLine terminal(HostEnd end, byte[] surplus) {
    return new HostLine(end, null, surplus);
  }

  /** The next bytes of the host. Blocks while the browser takes them, and with it the host. */
  public void receive(ByteBuffer bytes) {
    if (state != State.FLOWING && !isFlowingAfter(bytes)) {
      return;
    }
    Relay sink = relay;
    if (sink != null) {
      sink.toBrowser(bytes);
    }
  }

  /** The host, or somebody on the way, ended it. */
  public void closed(String reason) {
    Relay sink = closeBecause(reason);
    if (sink != null) {
      sink.hostClosed(reason);
    }
  }

  /** Ends it; for a line that no browser came for. Does not block. Idempotent. */
  public void close() {
    closeBecause("");
  }

  /** Whether a browser may still be put on it. */
  public boolean isOpen() {
    return state != State.CLOSED;
  }

  HostEnd end() {
    return end;
  }

  /** Null for a terminal. */
  @Nullable ServerInit init() {
    return init;
  }

  /** Reserves it for a browser, which hears from now on when it closes; false if it is closed or another browser has it. */
  boolean claim(Relay browser) {
    lock.lock();
    try {
      if (state != State.PARKED || relay != null) {
        return false;
      }
      relay = browser;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Opens it to the browser that claimed it: what is held goes there first, on this thread. */
  void flow() {
    byte[] first;
    Relay browser;
    lock.lock();
    try {
      browser = relay;
      if (state != State.PARKED || browser == null) {
        return;
      }
      state = State.HANDING_OVER;
      first = held;
      held = NOTHING;
    } finally {
      lock.unlock();
    }
    if (first.length > 0) {
      browser.toBrowser(ByteBuffer.wrap(first));
    }
    lock.lock();
    try {
      if (state == State.HANDING_OVER) {
        state = State.FLOWING;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  String whyClosed() {
    lock.lock();
    try {
      return closedBecause;
    } finally {
      lock.unlock();
    }
  }

  /** Holds the bytes while nobody looks, waits while somebody comes; whether they may be passed on now. */
  private boolean isFlowingAfter(ByteBuffer bytes) {
    boolean isTooMuch = false;
    lock.lock();
    try {
      while (state == State.HANDING_OVER) {
        // Ends: the browser takes what was held, or it stalls, and then the relay closes this line.
        changed.awaitUninterruptibly();
      }
      if (state == State.PARKED) {
        isTooMuch = held.length + bytes.remaining() > MAX_PARKED_BYTES;
        if (!isTooMuch) {
          hold(bytes);
        }
      }
    } finally {
      lock.unlock();
    }
    if (isTooMuch) {
      closed("The host sent more than " + MAX_PARKED_BYTES + " bytes before anybody looked.");
    }
    return state == State.FLOWING;
  }

  private void hold(ByteBuffer bytes) {
    int before = held.length;
    int more = bytes.remaining();
    held = Arrays.copyOf(held, before + more);
    bytes.get(held, before, more);
  }

  /** Closes once; the relay that was on it, if it was open. */
  private @Nullable Relay closeBecause(String reason) {
    Relay sink;
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return null;
      }
      state = State.CLOSED;
      closedBecause = reason;
      held = NOTHING;
      sink = relay;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    end.close();
    return sink;
  }
}
