package io.pvefleet.vnc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.AuditTrail;
import io.pvefleet.vnc.audit.ConsoleRecord;
import io.pvefleet.vnc.settings.ProxySettings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Limits LIMITS = new Limits(3, 2, 4, 5, Duration.ofMinutes(15), Duration.ofHours(8), 1024);
  private static final ConsoleRequest WANTED = request("h1", 101, Verb.CONSOLE);

  private final Time time = new Time();
  private final Fleet fleet = new Fleet();
  private final Trail trail = new Trail();
  private final FakeDialler dialler = new FakeDialler();
  private final Sessions sessions = new Sessions(fleet, dialler, trail, LIMITS, time, new Random(1), SessionListener.NONE);

  @Test
  void aNonceIsTakenForTwentySecondsAndOnce() {
    Admittance first = sessions.connect(asker("kim"), WANTED);
    time.pass(Duration.ofSeconds(19));
    assertThat(board("kim", first)).isInstanceOf(Boarding.Boarded.class);
    assertThat(reason(board("kim", first))).isEqualTo(CloseReason.NOT_ADMITTED);

    Admittance late = sessions.connect(asker("kim"), WANTED);
    time.pass(Duration.ofSeconds(20));
    assertThat(reason(board("kim", late))).isEqualTo(CloseReason.NOT_ADMITTED);
  }

  @Test
  void whatNobodyComesForIsClosedAndGivesItsSeatBack() throws Exception {
    sessions.connect(asker("kim"), WANTED);
    FakeWay way = dialler.way(0);
    time.pass(Duration.ofSeconds(21));
    sessions.sweep();
    assertThat(way.isClosed).isTrue();
    assertThat(sessions.open()).isZero();
    assertThat(trail.only().closeReason()).isEqualTo("unused");
  }

  @Test
  void eachLimitNamesItself() {
    connect("kim", "h1", 101);
    connect("kim", "h1", 102);
    connect("kim", "h2", 101);
    assertThat(limit("kim", "h3", 101)).isEqualTo("perUser");
    connect("lee", "h1", 101);
    assertThat(limit("park", "h1", 101)).isEqualTo("perVm");
    connect("lee", "h1", 103);
    assertThat(limit("park", "h1", 104)).isEqualTo("perHost");
    assertThat(limit("park", "h3", 104)).isEqualTo("all");
    assertThat(sessions.open()).isEqualTo(5);
  }

  @Test
  void whoTakesOverNeedsNoFreeSeatOfTheGuest() throws Exception {
    Admittance kim = sessions.connect(asker("kim"), WANTED);
    board("kim", kim);
    connect("lee", "h1", 101);
    sessions.connect(asker("park"), new ConsoleRequest("h1", 101, Verb.CONSOLE, Optional.empty(), true));
    dialler.way(2);
    trail.await(row -> row.user().equals("kim") && row.closeReason().equals("taken-over"));
    trail.await(row -> row.user().equals("lee") && row.closeReason().equals("taken-over"));
    assertThat(sessions.open()).isEqualTo(1);
  }

  @Test
  void aRefusedRequestTakesNoSeat() {
    dialler.refusal = new ConsoleRefused(Refusal.HOST_OFFLINE, "", "h1", "connecting timed out");
    assertThatThrownBy(() -> sessions.connect(asker("kim"), WANTED)).isInstanceOf(ConsoleRefused.class);
    assertThat(sessions.open()).isZero();
  }

  @Test
  void aRightThatIsTakenAwayEndsTheConsole() {
    FakeRunning running = run("kim", WANTED);
    fleet.publish((who, what, verb) -> verb == Verb.VIEW);
    assertThat(running.ended).containsExactly(CloseReason.RIGHT_REDUCED);
    FakeRunning viewing = run("kim", request("h1", 102, Verb.VIEW));
    fleet.publish((who, what, verb) -> false);
    assertThat(viewing.ended).containsExactly(CloseReason.FORBIDDEN);
  }

  @Test
  void logoutEndsThatLoginsConsolesAlone() {
    Asker here = new Asker(new Person("kim", Set.of()), "desk", "10.0.0.1");
    Asker there = new Asker(new Person("kim", Set.of()), "phone", "10.0.0.2");
    FakeRunning desk = run(here, WANTED);
    FakeRunning phone = run(there, request("h1", 102, Verb.CONSOLE));
    sessions.logout("desk");
    sessions.logout("");
    assertThat(desk.ended).containsExactly(CloseReason.LOGGED_OUT);
    assertThat(phone.ended).isEmpty();
  }

  @Test
  void nothingLastsLongerThanTheAbsoluteLimit() {
    FakeRunning running = run("kim", WANTED);
    time.pass(Duration.ofHours(8));
    sessions.sweep();
    assertThat(running.ended).containsExactly(CloseReason.TOO_LONG);
  }

  @Test
  void aRefreshWhileDiallingJoinsTheDial() {
    dialler.isHeld = true;
    Admittance first = sessions.connect(asker("kim"), WANTED);
    Admittance second = sessions.refresh(asker("kim"), first.session().id());
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    dialler.release();
    assertThat(board("kim", second)).isInstanceOf(Boarding.Boarded.class);
    assertThat(dialler.looks).isEqualTo(1);
  }

  @Test
  void ofTwoBrowsersThatWaitForOneDialTheLaterGetsIt() throws Exception {
    dialler.isHeld = true;
    Admittance first = sessions.connect(asker("kim"), WANTED);
    CompletableFuture<Boarding> early = waiting(first);
    Admittance second = sessions.refresh(asker("kim"), first.session().id());
    CompletableFuture<Boarding> late = waiting(second);
    dialler.release();
    assertThat(late.get()).isInstanceOf(Boarding.Boarded.class);
    assertThat(reason(early.get())).isEqualTo(CloseReason.TAKEN_OVER);
  }

  /** Somebody who has shown a nonce and waits for the way. */
  private CompletableFuture<Boarding> waiting(Admittance admittance) {
    CompletableFuture<Boarding> boarding = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().start(() -> boarding.complete(board("kim", admittance)));
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    return boarding;
  }

  @Test
  void eachDialHasARowOfItsOwn() {
    Admittance first = sessions.connect(asker("kim"), WANTED);
    ((Boarding.Boarded) board("kim", first)).over(CloseReason.HOST_CLOSED, new Traffic(10, 1, 2, 0));
    Admittance second = sessions.refresh(asker("kim"), first.session().id());
    ((Boarding.Boarded) board("kim", second)).over(CloseReason.BROWSER_LEFT, Traffic.NONE);
    assertThat(trail.rows.keySet()).containsExactlyInAnyOrder(first.session().id(), first.session().id() + "-2");
    assertThat(trail.rows.get(first.session().id()).closeReason()).isEqualTo("host-closed");
    assertThat(trail.rows.get(first.session().id()).keys()).isEqualTo(2);
    assertThat(sessions.traffic().bytesToBrowser()).isEqualTo(10);
  }

  @Test
  void stoppingEndsAllAndLetsNobodyIn() {
    FakeRunning running = run("kim", WANTED);
    running.endsWith.accept(CloseReason.PROXY_STOPS);
    sessions.close();
    assertThat(trail.only().closeReason()).isEqualTo("proxy-stops");
    assertThatThrownBy(() -> sessions.connect(asker("kim"), WANTED))
        .isInstanceOfSatisfying(ConsoleRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.STOPPING));
    assertThat(sessions.open()).isZero();
  }

  @Test
  void whatIsOverIsForgottenAfterAWhile() {
    Admittance first = sessions.connect(asker("kim"), WANTED);
    ((Boarding.Boarded) board("kim", first)).over(CloseReason.BROWSER_LEFT, Traffic.NONE);
    time.pass(Duration.ofMinutes(9));
    sessions.sweep();
    assertThat(sessions.find(new Person("kim", Set.of()), first.session().id())).isPresent();
    time.pass(Duration.ofMinutes(1));
    sessions.sweep();
    assertThat(sessions.find(new Person("kim", Set.of()), first.session().id())).isEmpty();
  }

  @Test
  void aRowIsWrittenAgainAboutEveryHalfMinuteWhileItChanges() {
    FakeRunning running = run("kim", WANTED);
    int before = trail.writes;
    sessions.sweep();
    time.pass(Duration.ofSeconds(30));
    sessions.sweep();
    assertThat(trail.writes).isEqualTo(before);
    running.traffic = new Traffic(5, 0, 0, 0);
    sessions.sweep();
    sessions.sweep();
    assertThat(trail.writes).isEqualTo(before + 1);
    assertThat(trail.only().bytesToBrowser()).isEqualTo(5);
  }

  private void connect(String user, String host, int vmid) {
    sessions.connect(asker(user), request(host, vmid, Verb.CONSOLE));
  }

  private String limit(String user, String host, int vmid) {
    try {
      connect(user, host, vmid);
      return "none";
    } catch (ConsoleRefused e) {
      assertThat(e.refusal()).isEqualTo(Refusal.TOO_MANY);
      return e.variant();
    }
  }

  private Boarding board(String user, Admittance admittance) {
    return sessions.board(asker(user), admittance.session().id(), admittance.nonce());
  }

  private FakeRunning run(String user, ConsoleRequest wanted) {
    return run(asker(user), wanted);
  }

  private FakeRunning run(Asker asker, ConsoleRequest wanted) {
    Admittance admittance = sessions.connect(asker, wanted);
    Boarding.Boarded boarded = (Boarding.Boarded) sessions.board(asker, admittance.session().id(), admittance.nonce());
    FakeRunning running = new FakeRunning(reason -> boarded.over(reason, Traffic.NONE));
    boarded.runs(running);
    return running;
  }

  private static CloseReason reason(Boarding boarding) {
    return ((Boarding.Refused) boarding).reason();
  }

  private static Asker asker(String user) {
    return new Asker(new Person(user, Set.of()), "login of " + user, "10.0.0.1");
  }

  private static ConsoleRequest request(String host, int vmid, Verb mode) {
    return new ConsoleRequest(host, vmid, mode, Optional.empty(), false);
  }

  private static final class Trail implements AuditTrail {
    final Map<String, ConsoleRecord> rows = new ConcurrentHashMap<>();
    int writes;

    @Override
    public synchronized void write(ConsoleRecord row) {
      writes++;
      rows.put(row.id(), row);
      notifyAll();
    }

    synchronized void await(java.util.function.Predicate<ConsoleRecord> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (rows.values().stream().noneMatch(wanted)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        wait(1000);
      }
    }

    ConsoleRecord only() {
      assertThat(rows).hasSize(1);
      return rows.values().iterator().next();
    }

    @Override
    public List<ConsoleRecord> latest(Query query, int limit) {
      return List.copyOf(rows.values());
    }

    @Override
    public void close() {}
  }

  private static final class FakeWay implements Way {
    volatile boolean isClosed;

    @Override
    public String upid() {
      return "UPID:pve1:00000257:0004F057:6B026705:vncproxy:100:root@pam!full:";
    }

    @Override
    public Duration opening() {
      return Duration.ofMillis(150);
    }

    @Override
    public Duration authenticating() {
      return Duration.ofMillis(50);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private final class FakeDialler implements Dialler {
    private final List<CompletableFuture<FakeWay>> ways = new ArrayList<>();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private ConsoleRefused refusal;
    private boolean isHeld;
    private int looks;

    void release() {
      gate.complete(null);
    }

    /** The way of that dial, once its session has it. */
    FakeWay way(int dial) throws Exception {
      FakeWay way;
      synchronized (ways) {
        while (ways.size() <= dial) {
          ways.wait(10_000);
        }
      }
      way = ways.get(dial).get();
      trail.await(row -> !row.upid().isEmpty());
      return way;
    }

    @Override
    public Line look(Target target) {
      looks++;
      if (refusal != null) {
        throw refusal;
      }
      return new Line() {
        @Override
        public Display display() {
          return Display.SCREEN;
        }

        @Override
        public String name() {
          return "vm";
        }

        @Override
        public Way open() {
          if (isHeld) {
            gate.join();
          }
          FakeWay way = new FakeWay();
          synchronized (ways) {
            ways.add(CompletableFuture.completedFuture(way));
            ways.notifyAll();
          }
          return way;
        }
      };
    }
  }

  private static final class FakeRunning implements Running {
    final List<CloseReason> ended = new ArrayList<>();
    final Consumer<CloseReason> endsWith;
    volatile Traffic traffic = Traffic.NONE;

    FakeRunning(Consumer<CloseReason> endsWith) {
      this.endsWith = endsWith;
    }

    @Override
    public void presence(List<Other> others) {}

    @Override
    public void end(CloseReason reason) {
      ended.add(reason);
    }

    @Override
    public Traffic traffic() {
      return traffic;
    }
  }
}
