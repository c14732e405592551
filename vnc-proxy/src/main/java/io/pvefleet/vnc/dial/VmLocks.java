package io.pvefleet.vnc.dial;

import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One opener at a time per VM. Proxmox gives a VM one VNC password: the next call for a ticket replaces it, and whoever has not
 * authenticated by then is refused. So this lock spans the calls and the handshake; that is its purpose. Thread-safe.
 */
final class VmLocks {

  /** A dial takes a second or two and 25 at most; somebody behind two slow ones is told rather than kept waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Key(String host, int vmid) {}

  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock(true);
    int users;
  }

  // Guarded by this; an entry that nobody uses is not kept.
  private final Map<Key, Entry> entries = new HashMap<>();

  /** A lock that is held. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the VM.
   *
   * @throws ConsoleRefused if it does not come free in time, or the thread is interrupted
   */
  Held take(String host, int vmid) {
    Key key = new Key(host, vmid);
    Entry entry = enter(key);
    boolean isHeld = false;
    try {
      isHeld = entry.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isHeld) {
      leave(key, entry);
      throw new ConsoleRefused(Refusal.HOST_SLOW, "", host);
    }
    return () -> {
      entry.lock.unlock();
      leave(key, entry);
    };
  }

  synchronized int size() {
    return entries.size();
  }

  private synchronized Entry enter(Key key) {
    Entry entry = entries.computeIfAbsent(key, ignored -> new Entry());
    entry.users++;
    return entry;
  }

  private synchronized void leave(Key key, Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      entries.remove(key);
    }
  }
}
