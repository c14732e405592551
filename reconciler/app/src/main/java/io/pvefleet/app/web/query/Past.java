package io.pvefleet.app.web.query;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Revisions;
import io.pvefleet.app.store.RunSearch;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.store.StoreFacts;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the store on behalf of pages and API: events and runs, the newest first. Blocks for the disk. */
public final class Past {
  private final Store store;
  private final RecentEvents recent;

  public Past(Store store) {
    this.store = store;
    this.recent = new RecentEvents(store.events());
  }

  /** A run with what was done in it. */
  public record RunDetail(Runs.Run run, List<ChangeDetail> changes) {}

  /** One VM's part, with its journal. */
  public record ChangeDetail(Runs.Change change, List<Journal.Entry> journal) {}

  /** @param view of which the sites and the fleet's days are */
  public Slice<EventLog.StoredEvent> events(Map<String, String> given, FleetView view) {
    Params params = new Params(given);
    int size = params.size(Slice.SIZE);
    int vmid = params.number("vmid", 0);
    String severity = params.word("severity", Stream.of(EventLog.Severity.values()).map(EventLog.Severity::word).toList());
    String site = params.text("site");
    ZoneId zone = view.settings().timeZone();
    EventLog.More more = new EventLog.More(
        site.isEmpty() ? Optional.empty() : Optional.of(hosts(view, site)), params.text("q"),
        Optional.of(params.since(zone)).filter(at -> at.isAfter(Instant.EPOCH)), params.until(zone));
    EventLog.Query query =
        new EventLog.Query(
            params.text("host"),
            vmid == 0 ? Optional.empty() : Optional.of(vmid),
            params.word("kind", Stream.of(EventKind.values()).map(EventKind::word).toList()),
            Stream.of(EventLog.Severity.values()).filter(s -> s.word().equals(severity)).findFirst().orElse(EventLog.Severity.INFO),
            params.before(),
            Math.min(size + 1, EventLog.Query.MAX),
            more);
    params.check();
    return Slice.of(store.events().list(query), Math.min(size, EventLog.Query.MAX - 1), EventLog.StoredEvent::id);
  }

  private static Set<String> hosts(FleetView view, String site) {
    return view.hosts().stream().filter(host -> host.site().name().equals(site)).map(HostRow::name).collect(Collectors.toSet());
  }

  public List<EventLog.StoredEvent> eventsOf(String host, int limit) {
    return store.events().list(EventLog.Query.newest(limit).ofHost(host));
  }

  public List<EventLog.StoredEvent> eventsOf(VmRef vm, int limit) {
    return store.events().list(EventLog.Query.newest(limit).ofVm(vm.host(), vm.vmid()));
  }

  /** What happened since then, what is alike as one; the newest first. */
  public List<EventGroup> newsSince(Instant since) {
    return EventGroup.of(recent.since(since));
  }

  public List<Runs.Change> changesOf(VmRef vm, int limit) {
    return store.runs().changesOf(vm.host(), vm.vmid(), limit);
  }

  /** The newest runs for that host, or that changed something on it. */
  public List<Runs.Run> runsOf(String host, int limit) {
    return store.runs().listOf(host, Long.MAX_VALUE, limit);
  }

  /** Runs that began at that moment or later. */
  public int runsSince(Instant at) {
    return store.runs().countSince(at);
  }

  /** @param zone of a day that they are asked for since */
  public Slice<Runs.Run> runs(Map<String, String> given, ZoneId zone) {
    Params params = new Params(given);
    int size = params.size(Slice.SIZE);
    String trigger = params.word("trigger", Stream.of(Runs.Trigger.values()).map(Runs.Trigger::word).toList());
    String result = params.word("result", Stream.of(RunSearch.End.values()).map(RunSearch.End::word).toList());
    RunSearch.Choice choice = new RunSearch.Choice(
        params.text("host"), params.text("commit"),
        Stream.of(Runs.Trigger.values()).filter(t -> t.word().equals(trigger)).findFirst(), RunSearch.End.of(result));
    long before = params.before();
    Instant since = params.since(zone);
    params.check();
    List<Runs.Run> oneMore = store.runs().select(choice, before, size + 1);
    // They are numbered as they begin, so what is older than the first that is too old is too old as well.
    return Slice.of(oneMore.stream().takeWhile(run -> !run.started().isBefore(since)).toList(), size, Runs.Run::id);
  }

  /** What the runs of the last commits came to together. */
  public List<RunSearch.Sum> sums(int commits) {
    return store.runs().sums(commits);
  }

  public Optional<RunSearch.Sum> sum(String revision) {
    return store.runs().sum(revision);
  }

  public List<Runs.Change> changes(long run) {
    return store.runs().changes(run);
  }

  /** What waited when that run began. */
  public List<Runs.Held> held(long run) {
    return store.runs().held(run);
  }

  /** Who made a commit; empty where that was never known. */
  public Optional<Revisions.Made> author(String revision) {
    return store.revisions().made(revision);
  }

  /** Who made which commit, asked once for each. */
  public Authors authors() {
    return new Authors(store.revisions());
  }

  public RunDetail run(String id) {
    Optional<Runs.Run> run = id.matches("[0-9]{1,18}") ? store.runs().find(Long.parseLong(id)) : Optional.empty();
    return run.map(
            found ->
                new RunDetail(
                    found,
                    store.runs().changes(found.id()).stream()
                        .map(change -> new ChangeDetail(change, store.journal().of(change.id())))
                        .toList()))
        .orElseThrow(() -> new NoSuchThing("run " + id));
  }

  /** How large and how old the store is; empty where it fails, or ends with the process. */
  public Optional<StoreFacts> facts() {
    try {
      return Optional.of(store.facts()).filter(facts -> facts.schema() > 0);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }
}
