package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads hosts. A host that stays silent keeps nobody waiting but its own caller. */
final class Observer {

  private final HostLines lines;
  private final Clock clock;
  private final ReconcileSettings settings;
  private final Semaphore knocking;
  private final Semaphore reading;

  Observer(HostLines lines, Clock clock, ReconcileSettings settings) {
    this.lines = lines;
    this.clock = clock;
    this.settings = settings;
    this.knocking = new Semaphore(settings.knocking(), true);
    this.reading = new Semaphore(settings.hostsAtOnce(), true);
  }

  /**
   * Reads one host until nothing is left to read or its deadline has come; blocks. Waiting for a turn does not count.
   * Of VMs that were applied and left Git it reads those that are still ours.
   *
   * <p>The first round goes over one connection: a TLS handshake costs 10 ms of processor and is what a pass over many hosts
   * mostly does. The second connection, opened later, resumes the first one's session.
   */
  HostObservation observe(DesiredHost desired, Set<Integer> applied) {
    HostLine line = lines.to(desired.host());
    HostReading start = HostReading.of(desired.host(), desired.vms(), applied);
    try {
      HostReading known = inTurn(knocking, () -> start.with(oneByOne(line, start.next())));
      HostReading all = known.next().isEmpty() ? known : inTurn(reading, () -> readOn(line, known));
      return all.observation(clock.instant());
    } catch (TimeoutException e) {
      return notReached(desired, "the host was not read within " + settings.hostDeadline().toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notReached(desired, "the reading was interrupted");
    }
  }

  private <T> T inTurn(Semaphore turns, Callable<T> work) throws InterruptedException, TimeoutException {
    turns.acquire();
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> future = reader.submit(work);
      try {
        return future.get(settings.hostDeadline().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | InterruptedException e) {
        reader.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        throw new IllegalStateException("reading a host", e.getCause());
      }
    } finally {
      turns.release();
    }
  }

  private static HostReading readOn(HostLine line, HostReading begun) throws InterruptedException {
    HostReading reading = begun;
    for (List<PveRequest> next = reading.next(); !next.isEmpty(); next = reading.next()) {
      reading = reading.with(ask(line, next));
    }
    return reading;
  }

  /** All of a round, two at a time: that is what a host's few workers bear. */
  static Map<PveRequest, Answer> ask(HostLine line, List<PveRequest> requests) throws InterruptedException {
    if (requests.size() == 1) {
      return Map.of(requests.getFirst(), line.ask(requests.getFirst()));
    }
    List<PveRequest> even = everySecond(requests, 0);
    List<PveRequest> odd = everySecond(requests, 1);
    Map<PveRequest, Answer> answers = new HashMap<>();
    try (ExecutorService second = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<PveRequest, Answer>> beside = second.submit(() -> oneByOne(line, odd));
      answers.putAll(oneByOne(line, even));
      answers.putAll(beside.get());
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a host", e.getCause());
    }
  }

  private static Map<PveRequest, Answer> oneByOne(HostLine line, List<PveRequest> requests) throws InterruptedException {
    Map<PveRequest, Answer> answers = new LinkedHashMap<>();
    for (PveRequest request : requests) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      answers.put(request, line.ask(request));
    }
    return answers;
  }

  private static List<PveRequest> everySecond(List<PveRequest> requests, int first) {
    return java.util.stream.IntStream.range(0, requests.size()).filter(i -> i % 2 == first).mapToObj(requests::get).toList();
  }

  private HostObservation notReached(DesiredHost desired, String why) {
    HostReading reading = HostReading.of(desired.host(), desired.vms());
    Answer fault = new Answer.Fault(FaultKind.UNREACHABLE, why, Map.of());
    Map<PveRequest, Answer> answers = new HashMap<>();
    reading.next().forEach(request -> answers.put(request, fault));
    HostObservation observation = reading.with(answers).observation(clock.instant());
    if (!(observation.reach() instanceof Reach.NotReached)) {
      throw new IllegalStateException("a host whose first reads all failed counts as reached");
    }
    return observation;
  }
}
