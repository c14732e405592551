package io.pvefleet.app.store;

import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store that ends with the process: for a plan on a machine that has no history, and for tests. */
public final class MemoryStore implements Store {

  private final MemoryRuns runs = new MemoryRuns();
  private final MemoryEvents events = new MemoryEvents();
  private final MemoryApplied applied = new MemoryApplied();
  private final MemoryApprovals approvals = new MemoryApprovals();
  private final MemorySpent spent = new MemorySpent();
  private final MemoryPlans plans = new MemoryPlans();
  private final MemoryWaiting waiting = new MemoryWaiting();
  private final MemoryAlerts alerts = new MemoryAlerts();
  private final MemoryUsages usages = new MemoryUsages();
  private final MemoryCares cares = new MemoryCares();
  private final MemoryRevisions revisions = new MemoryRevisions();
  private final MemoryNotices notices = new MemoryNotices();
  private final MemoryLeases leases = new MemoryLeases();
  private final MemoryJournal journal = new MemoryJournal(leases);

  @Override
  public Runs runs() {
    return runs;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public EventLog events() {
    return events;
  }

  @Override
  public AppliedVms applied() {
    return applied;
  }

  @Override
  public Approvals approvals() {
    return approvals;
  }

  @Override
  public Spent spent() {
    return spent;
  }

  @Override
  public LastPlans plans() {
    return plans;
  }

  @Override
  public Revisions revisions() {
    return revisions;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Waiting waiting() {
    return waiting;
  }

  @Override
  public OwedStarts owedStarts() {
    return journal.owed();
  }

  @Override
  public StoreFacts facts() {
    return StoreFacts.NONE;
  }

  @Override
  public Notices notices() {
    return notices;
  }

  @Override
  public Alerts alerts() {
    return alerts;
  }

  @Override
  public Usages usages() {
    return usages;
  }

  @Override
  public Cares cares() {
    return cares;
  }

  @Override
  public void tidy(Instant now, Retention retention) {
    notices.removeEndedBefore(now.minus(retention.runs()));
    events.removeBefore(now.minus(retention.events()));
    approvals.removeBefore(now.minus(retention.events()));
    spent.removeBefore(now.minus(retention.runs()));
    alerts.removeEndedBefore(now.minus(retention.events()));
    runs.removeEndedBefore(now.minus(retention.runs())).forEach(journal::forget);
    usages.tidy(now);
  }

  @Override
  public void close() {
    // Nothing outlives the process anyway.
  }

  private static final class MemoryEvents implements EventLog {
    private final List<StoredEvent> events = new ArrayList<>();
    private long last;

    @Override
    public synchronized void append(NewEvent event) {
      events.add(new StoredEvent(++last, event));
    }

    @Override
    public synchronized List<StoredEvent> list(Query query) {
      return events.reversed().stream()
          .filter(stored -> stored.id() < query.before())
          .filter(stored -> query.host().isEmpty() || query.host().equals(stored.event().host()))
          .filter(stored -> query.vmid().isEmpty() || query.vmid().equals(stored.event().vmid()))
          .filter(stored -> query.kind().isEmpty() || query.kind().equals(stored.event().kind()))
          .filter(stored -> stored.event().severity().compareTo(query.atLeast()) >= 0)
          .filter(stored -> query.more().fits(stored.event()))
          .limit(query.limit())
          .toList();
    }

    @Override
    public synchronized List<StoredEvent> after(long id, int limit) {
      return events.stream().filter(stored -> stored.id() > id).limit(limit).toList();
    }

    synchronized void removeBefore(Instant at) {
      events.removeIf(stored -> stored.event().at().isBefore(at));
    }
  }

  private static final class MemoryApplied implements AppliedVms {
    private final TreeMap<String, TreeMap<Integer, AppliedVm>> byHost = new TreeMap<>();

    @Override
    public synchronized void put(AppliedVm applied) {
      VmRef vm = applied.vm();
      byHost.computeIfAbsent(vm.host(), host -> new TreeMap<>()).put(vm.vmid(), applied);
    }

    @Override
    public synchronized void remove(String host, int vmid) {
      byHost.getOrDefault(host, new TreeMap<>()).remove(vmid);
    }

    @Override
    public synchronized SequencedMap<Integer, AppliedVm> of(String host) {
      return new LinkedHashMap<>(byHost.getOrDefault(host, new TreeMap<>()));
    }

    @Override
    public synchronized List<AppliedVm> all() {
      return byHost.values().stream().flatMap(vms -> vms.values().stream()).toList();
    }
  }

  private static final class MemoryApprovals implements Approvals {
    private final TreeMap<VmRef, Approval> approvals = new TreeMap<>();

    @Override
    public synchronized void put(Approval approval) {
      approvals.put(approval.vm(), approval);
    }

    @Override
    public synchronized boolean remove(String host, int vmid) {
      return approvals.remove(new VmRef(host, vmid, "")) != null;
    }

    @Override
    public synchronized List<Approval> all() {
      return List.copyOf(approvals.values());
    }

    synchronized void removeBefore(Instant at) {
      approvals.values().removeIf(approval -> approval.until().isBefore(at));
    }
  }

  private static final class MemorySpent implements Spent {
    private final Map<Row, Instant> rows = new HashMap<>();

    private record Row(String revision, String vm, Kind kind) {}

    @Override
    public synchronized void note(String revision, String vm, Kind kind, Instant at) {
      rows.put(new Row(revision, vm, kind), at);
    }

    @Override
    public synchronized SortedSet<String> of(String revision, Kind kind, Instant since) {
      TreeSet<String> vms = new TreeSet<>();
      rows.forEach((row, at) -> {
        if (row.revision().equals(revision) && row.kind() == kind && at.isAfter(since)) {
          vms.add(row.vm());
        }
      });
      return vms;
    }

    synchronized void removeBefore(Instant at) {
      rows.values().removeIf(noted -> noted.isBefore(at));
    }
  }

  private static final class MemoryPlans implements LastPlans {
    private final TreeMap<String, LastPlan> plans = new TreeMap<>();
    private final Map<String, String> answered = new HashMap<>();

    @Override
    public synchronized void put(LastPlan plan) {
      plans.put(plan.host(), plan);
      answered.remove(plan.host());
    }

    @Override
    public synchronized void putSilent(LastPlan plan) {
      LastPlan before = plans.put(plan.host(), plan);
      if (before != null) {
        answered.putIfAbsent(plan.host(), before.json());
      }
    }

    @Override
    public synchronized Map<String, String> answered() {
      return Map.copyOf(answered);
    }

    @Override
    public synchronized Optional<LastPlan> of(String host) {
      return Optional.ofNullable(plans.get(host));
    }

    @Override
    public synchronized List<LastPlan> all() {
      return List.copyOf(plans.values());
    }

    @Override
    public synchronized void keepOnly(Set<String> hosts) {
      plans.keySet().retainAll(hosts);
      answered.keySet().retainAll(hosts);
    }
  }

  private static final class MemoryWaiting implements Waiting {
    private final Map<String, TreeMap<Integer, Map<String, Instant>>> byHost = new HashMap<>();

    @Override
    public synchronized Map<Integer, Map<String, Instant>> of(String host) {
      return Map.copyOf(byHost.getOrDefault(host, new TreeMap<>()));
    }

    @Override
    public synchronized void put(String host, int vmid, Map<String, Instant> since) {
      TreeMap<Integer, Map<String, Instant>> vms = byHost.computeIfAbsent(host, name -> new TreeMap<>());
      if (since.isEmpty()) {
        vms.remove(vmid);
      } else {
        vms.put(vmid, Map.copyOf(since));
      }
    }
  }

  private static final class MemoryRevisions implements Revisions {
    private final Map<String, Made> made = new HashMap<>();
    private Optional<InForce> last = Optional.empty();

    @Override
    public synchronized void put(InForce inForce) {
      last = Optional.of(inForce);
    }

    @Override
    public synchronized void describe(Made commit) {
      made.putIfAbsent(commit.revision(), commit);
    }

    @Override
    public synchronized Optional<Made> made(String revision) {
      return Optional.ofNullable(made.get(revision));
    }

    @Override
    public synchronized Optional<InForce> last() {
      return last;
    }
  }
}
