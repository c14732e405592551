package io.pvefleet.app.web.api;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the API says, in its own words: what is renamed inside must not change what others read. */
final class ApiModel {
  private ApiModel() {}

  /** A page of a list. */
  record Paged<T>(List<T> items, int page, int size, int total) {
    static <A, B> Paged<B> of(Page<A> page, Function<A, B> item) {
      return new Paged<>(page.rows().stream().map(item).toList(), page.number(), page.size(), page.total());
    }
  }

  /** A part of a list that grows at its front. */
  record Sliced<T>(List<T> items, Optional<Long> before) {}

  record Fleet(
      String name, Instant now, Optional<Commit> commit, Optional<Rejected> rejected, Optional<Instant> gitAnsweredAt,
          String gitFault,
      List<String> holds, String storeFault, int hosts, int vms, Map<String, Integer> hostsByState, Map<String, Integer> vmsByState,
      Map<String, Integer> vmsByPower, int attention, Optional<Instant> oldestSeenAt,
      Today today, Map<String, Integer> alerts) {}

  /**
   * Since midnight in the fleet's time zone.
   *
   * @param consolesOpen now, whenever they were opened
   */
  record Today(Instant since, int runs, int consoles, int consolesOpen) {}

  record Commit(String id, String author, Instant at, String message) {
    static Commit of(io.pvefleet.app.view.Commit commit) {
      return new Commit(commit.id(), commit.author(), commit.at(), commit.message());
    }
  }

  record Rejected(Commit commit, Instant at, List<Finding> errors) {
    static Rejected of(Source.Rejection rejection) {
      return new Rejected(Commit.of(rejection.commit()), rejection.at(), rejection.errors().stream().map(Finding::of).toList());
    }
  }

  record Finding(String code, String place, String path, String detail, String remedy) {
    static Finding of(Diagnostic d) {
      return new Finding(d.code().id(), d.place().map(Object::toString).orElse(""), d.yamlPath(), d.detail(), d.remedy());
    }
  }

  record Drift(
      String group, String attribute, String desired, String configured, String running, Optional<Instant> oldest, int count,
      List<VmName> vms) {
    static Drift of(DriftGroup g) {
      return new Drift(
          g.id(), g.path(), g.desired(), g.configured(), g.running(), g.oldest(), g.members().size(),
          g.members().stream()
              .map(m -> new VmName(m.vm().ref().host(), m.vm().ref().vmid(), m.vm().ref().name(), m.vm().state().word()))
              .toList());
    }
  }

  record VmName(String host, int vmid, String name, String state) {}

  record Run(long id, String host, String commit, String trigger, Instant startedAt, Optional<Instant> endedAt,
      Runs.Counts counts) {
    static Run of(Runs.Run r) {
      return new Run(r.id(), r.scope(), r.revision(), r.trigger().word(), r.started(), r.ended(), r.counts());
    }
  }

  record RunDetail(Run run, List<Change> changes, List<Held> held) {}

  /** A change that waited when the run began. */
  record Held(String host, int vmid, String name, String action, String why, String detail) {
    static Held of(Runs.Held h) {
      return new Held(h.vm().host(), h.vm().vmid(), h.vm().name(), h.action(), h.why(), h.detail());
    }
  }

  record Change(
      String host, int vmid, String name, String action, String summary, Instant startedAt, String result, String detail,
      List<String> log, List<JournalEntry> journal) {
    static Change of(Past.ChangeDetail d) {
      Runs.Change c = d.change();
      return new Change(
          c.vm().host(), c.vm().vmid(), c.vm().name(), c.action(), c.summary(), c.started(),
          c.ending().map(e -> e.result().word()).orElse("running"), c.ending().map(Runs.Ending::detail).orElse(""),
          c.ending().map(Runs.Ending::log).orElse(List.of()),
          d.journal().stream().map(j -> new JournalEntry(j.at(), j.stage().word(), j.step(), j.request(), j.detail())).toList());
    }
  }

  record JournalEntry(Instant at, String stage, String step, String request, String detail) {}

  record Event(
      long id, Instant at, String severity, String kind, String host, Optional<Integer> vmid, String vm, String code,
          String message) {
    static Event of(EventLog.StoredEvent s) {
      EventLog.NewEvent e = s.event();
      return new Event(s.id(), e.at(), e.severity().word(), e.kind(), e.host(), e.vmid(), e.vmName(), e.code(), e.message());
    }
  }

  record Consoles(
      Optional<String> proxy, Optional<Instant> readAt, String fault, List<Console> items, int page, int size, int total) {
    static Consoles of(ConsoleView view, Page<ConsoleRow> page) {
      return new Consoles(
          view.proxy().map(Object::toString), view.readAt(), view.fault(), page.rows().stream().map(Console::of).toList(), page.number(),
          page.size(), page.total());
    }
  }

  record Console(
      String id, String user, String from, String host, int vmid, String vm, String mode, String display, boolean tookOver, String upid,
      Instant openedAt, Optional<Long> firstFrameMillis, long bytesToBrowser, long keys, Optional<Instant> closedAt, int closeCode,
      String closeReason) {
    static Console of(ConsoleRow c) {
      return new Console(
          c.id(), c.user(), c.from(), c.host(), c.vmid(), c.guest(), c.mode(), c.display(), c.tookOver(), c.upid(), c.opened(),
          c.firstFrame().map(java.time.Duration::toMillis), c.bytesToBrowser(), c.keys(), c.closed(), c.closeCode(), c.closeReason());
    }
  }

  static Fleet fleet(FleetView view, Today today, Map<String, Integer> alerts) {
    Map<String, Integer> hosts = new LinkedHashMap<>();
    for (HostState state : HostState.values()) {
      hosts.put(state.word(), view.count(state));
    }
    Map<String, Integer> vms = new LinkedHashMap<>();
    for (VmState state : VmState.values()) {
      vms.put(state.word(), view.count(state));
    }
    Map<String, Integer> powers = new LinkedHashMap<>();
    for (Power power : Power.values()) {
      powers.put(power.word(), view.count(power));
    }
    Source source = view.source();
    return new Fleet(
        view.settings().name(), view.now(), source.inForce().map(Commit::of), source.rejected().map(Rejected::of),
            source.polledAt(),
        source.fault(), view.holds(), view.storeFault(), view.hosts().size(), view.declared(), hosts, vms, powers,
        view.attention().size(), view.oldest().flatMap(HostRow::seenAt), today, alerts);
  }
}
