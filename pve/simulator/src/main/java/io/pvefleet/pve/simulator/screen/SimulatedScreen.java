package io.pvefleet.pve.simulator.screen;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A VNC server as QEMU's is, with {@code password=on}: it draws the VM's name, a clock and what was typed, and records what
 * arrives. Nothing is kept of its pixels, so that hundreds of idle ones cost little. Thread-safe.
 *
 * <p>A test says the same bytes to it and to QEMU 7.2. What is left different: pixels come raw or as ZRLE only, and not in
 * multiples of 16; there is no cursor to draw, no power control and no WMVi; audio messages are refused, as by newer ones
 * without a sound card, where 7.2 accepts them; lamps follow the simulated keyboard, since no guest sets them; and a text
 * that a viewer offers is fetched at once, as if an agent ran in the guest.
 */
public final class SimulatedScreen implements Display {

  /** Most messages of a viewer are shorter than 20 bytes. */
  private static final int BUFFER = 512;

  private final InstantSource clock;
  private final Object lock = new Object();
  // guarded by lock
  private final RandomGenerator random;
  private final Guest guest;
  private final Set<Viewer> viewers = new HashSet<>();
  private final SharedClipboard clipboard = new SharedClipboard(viewers);
  private Optional<Viewer> alone = Optional.empty();
  private Optional<Instant> lastRequest = Optional.empty();
  private int everConnected;

  /**
   * @param clock what the drawn clock shows; a clock that stands still makes a screen that does
   * @param random of challenges and of noise; used by this screen alone
   */
  public SimulatedScreen(ScreenSettings settings, InstantSource clock, RandomGenerator random) {
    this.guest = new Guest(settings);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void serve(InputStream in, OutputStream out, String password) throws IOException {
    serve(in, out, () -> password);
  }

  /** The connection may end while {@code in} is still being read from: close both streams afterwards. */
  @Override
  public void serve(InputStream in, OutputStream out, Supplier<String> password) throws IOException {
    DataInputStream data = new DataInputStream(new BufferedInputStream(in, BUFFER));
    byte[] challenge = new byte[VncAuthentication.CHALLENGE_BYTES];
    long seed;
    synchronized (lock) {
      random.nextBytes(challenge);
      seed = random.nextLong();
    }
    Optional<Viewer> admitted;
    try {
      admitted = admit(new ServerHandshake(data, out).perform(password, challenge));
    } catch (RfbViolation violation) {
      complain(violation);
      return;
    }
    if (admitted.isEmpty()) {
      return;
    }
    Viewer viewer = admitted.get();
    try {
      new RfbConnection(this, viewer, data, out, seed).run(serverInit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(viewer);
    }
  }

  /** Every key so far, the last ones if there were too many. */
  public List<KeyEvent> keys() {
    synchronized (lock) {
      return guest.keys();
    }
  }

  public List<PointerEvent> pointers() {
    synchronized (lock) {
      return guest.pointers();
    }
  }

  /** Texts that viewers put on the guest's clipboard. */
  public List<String> clipboards() {
    synchronized (lock) {
      return guest.clipboards();
    }
  }

  /** What the keys so far mean, Hangul composed, also what no font can draw. */
  public String typed() {
    synchronized (lock) {
      return guest.typed();
    }
  }

  public List<DesktopSizeRequest> desktopSizeRequests() {
    synchronized (lock) {
      return guest.sizeRequests();
    }
  }

  /** Why viewers were hung up on; a wrong password is among the reasons. */
  public List<String> violations() {
    synchronized (lock) {
      return guest.violations();
    }
  }

  /** When a viewer last asked for an update. */
  public Optional<Instant> lastUpdateRequest() {
    synchronized (lock) {
      return lastRequest;
    }
  }

  public ScreenSize size() {
    synchronized (lock) {
      return guest.size();
    }
  }

  /** Viewers that are through the handshake now. */
  public int connections() {
    synchronized (lock) {
      return viewers.size();
    }
  }

  /** Viewers that were ever through it. */
  public int connectionsEver() {
    synchronized (lock) {
      return everConnected;
    }
  }

  /** Blocks until the screen is as wanted, or for so long; answers whether it is. */
  public boolean await(Predicate<SimulatedScreen> wanted, Duration atMost) throws InterruptedException {
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

  /** Changes what the screen does by itself. */
  public void become(Motion motion) {
    synchronized (lock) {
      guest.become(motion);
      lock.notifyAll();
    }
  }

  /** Changes which key the guest's input method listens to. */
  public void become(HangulKey key) {
    synchronized (lock) {
      guest.become(key);
    }
  }

  /** The guest changes its resolution. */
  public void become(ScreenSize size) {
    synchronized (lock) {
      guest.become(size);
      viewers.forEach(viewer -> viewer.tell(size));
      lock.notifyAll();
    }
  }

  /** Somebody in the guest copies a text: every viewer that knows the extended clipboard is offered it. */
  public void copy(String text) {
    synchronized (lock) {
      clipboard.put(text);
      lock.notifyAll();
    }
  }

  /** Ends every connection, as when the VM stops. */
  public void hangUp() {
    synchronized (lock) {
      viewers.forEach(Viewer::end);
      lock.notifyAll();
    }
  }

  /** What to write next to this viewer; nothing when its connection is over. */
  Optional<Viewer.Work> awaitWork(Viewer viewer) throws InterruptedException {
    synchronized (lock) {
      while (!viewer.isOwedNothing()) {
        Instant now = clock.instant();
        Optional<Viewer.Work> work = viewer.take(guest.picture(now), guest.motion(), now);
        if (work.isPresent()) {
          lock.notifyAll(); // its answers are off the queue
          return work;
        }
        Optional<Duration> pause = viewer.isWaiting() ? Viewer.pause(guest.motion()) : Optional.empty();
        lock.wait(pause.map(Duration::toMillis).orElse(0L));
      }
      return Optional.empty();
    }
  }

  /** Blocks while the viewer does not read its answers; false when its connection is over. */
  boolean awaitListening(Viewer viewer) throws InterruptedException {
    synchronized (lock) {
      while (viewer.isBehind() && !viewer.isOver()) {
        lock.wait();
      }
      return !viewer.isOver();
    }
  }

  void accept(Viewer viewer, ClientMessage message) throws RfbViolation {
    synchronized (lock) {
      new Reception(guest, clipboard, viewer, viewers).accept(message);
      if (message instanceof ClientMessage.ChangesRequest || message instanceof ClientMessage.PartRequest) {
        lastRequest = Optional.of(clock.instant());
      }
      lock.notifyAll();
    }
  }

  void complain(RfbViolation violation) {
    synchronized (lock) {
      guest.complain(String.valueOf(violation.getMessage()));
      lock.notifyAll();
    }
  }

  void end(Viewer viewer) {
    synchronized (lock) {
      viewer.end();
      lock.notifyAll();
    }
  }

  /** QEMU's policy allow-exclusive: who wants to be alone throws everybody out, and then nobody may join. */
  private Optional<Viewer> admit(ServerHandshake.Entry entry) {
    synchronized (lock) {
      if (entry == ServerHandshake.Entry.SHARED && alone.isPresent()) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      Viewer viewer = new Viewer(guest.picture(now), now);
      if (entry == ServerHandshake.Entry.EXCLUSIVE) {
        viewers.forEach(Viewer::end);
        alone = Optional.of(viewer);
      }
      viewers.add(viewer);
      everConnected++;
      lock.notifyAll();
      return Optional.of(viewer);
    }
  }

  private void leave(Viewer viewer) {
    synchronized (lock) {
      viewer.end();
      viewers.remove(viewer);
      clipboard.leave(viewer);
      if (alone.filter(viewer::equals).isPresent()) {
        alone = Optional.empty();
      }
      lock.notifyAll();
    }
  }

  private byte[] serverInit() {
    return ServerMessages.serverInit(size(), guest.settings().vmName());
  }
}
