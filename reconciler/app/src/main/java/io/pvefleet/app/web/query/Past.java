package io.pvefleet.app.web.query;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.store.StoreFacts;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  public Slice<EventLog.StoredEvent> events(Map<String, String> given) {
    Params params = new Params(given);
    int size = params.size(Slice.SIZE);
    int vmid = params.number("vmid", 0);
    EventLog.Query query =
        new EventLog.Query(
            params.text("host"),
            vmid == 0 ? Optional.empty() : Optional.of(vmid),
            params.word("kind", Stream.of(EventKind.values()).map(EventKind::word).toList()),
            EventLog.Severity.INFO,
            params.before(),
            Math.min(size + 1, EventLog.Query.MAX));
    params.check();
    return Slice.of(store.events().list(query), Math.min(size, EventLog.Query.MAX - 1), EventLog.StoredEvent::id);
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
    String host = params.text("host");
    long before = params.before();
    Instant since = params.since(zone);
    params.check();
    List<Runs.Run> oneMore = host.isEmpty() ? store.runs().list(before, size + 1) : store.runs().listOf(host, before, size + 1);
    // They are numbered as they begin, so what is older than the first that is too old is too old as well.
    return Slice.of(oneMore.stream().takeWhile(run -> !run.started().isBefore(since)).toList(), size, Runs.Run::id);
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
