package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.AppliedVms;
import io.pvefleet.app.store.Approvals;
import io.pvefleet.app.store.Cares;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Query;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.LastPlans.LastPlan;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.OwedStarts;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Revisions;
import io.pvefleet.app.store.Revisions.InForce;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Spent;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreFacts;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.store.Waiting;
import io.pvefleet.engine.plan.Approval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A store whose failures end neither the watching of hosts nor the pages: what is only told is kept back until it can be stored,
 * what is only shown comes from what was known. Everything that a write to a host rests on, journal, runs, leases, what is open,
 * still fails, so that nothing is sent that could not be noted. Thread safe.
 */
final class SteadyStore implements Store {
  private final Store store;
  private final StoreHealth health;
  private final LastKnown known = new LastKnown();

  SteadyStore(Store store, StoreHealth health) {
    this.store = store;
    this.health = health;
  }

  @Override
  public EventLog events() {
    EventLog kept = store.events();
    return new EventLog() {
      @Override
      public void append(NewEvent event) {
        health.append(kept, event);
      }

      @Override
      public List<StoredEvent> list(Query query) {
        return health.read(() -> kept.list(query), List.of());
      }

      @Override
      public List<StoredEvent> after(long id, int limit) {
        return health.read(() -> kept.after(id, limit), List.of());
      }
    };
  }

  @Override
  public Runs runs() {
    return new SteadyRuns(store.runs(), health);
  }

  @Override
  public Journal journal() {
    Journal kept = store.journal();
    return new Journal() {
      @Override
      public void append(Entry entry, Fence fence) {
        health.must(() -> kept.append(entry, fence));
      }

      @Override
      public void appendOwing(Entry entry, Fence fence, int vmid) {
        health.must(() -> kept.appendOwing(entry, fence, vmid));
      }

      @Override
      public List<Entry> of(long change) {
        return kept.of(change);
      }
    };
  }

  @Override
  public AppliedVms applied() {
    return known.applied(store.applied(), health);
  }

  @Override
  public LastPlans plans() {
    LastPlans kept = store.plans();
    return new LastPlans() {
      @Override
      public void put(LastPlan plan) {
        health.tryTo(() -> kept.put(plan));
      }

      @Override
      public void putSilent(LastPlan plan) {
        health.tryTo(() -> kept.putSilent(plan));
      }

      @Override
      public Map<String, String> answered() {
        return health.read(kept::answered, Map.of());
      }

      @Override
      public Optional<LastPlan> of(String host) {
        return health.read(() -> kept.of(host), Optional.empty());
      }

      @Override
      public List<LastPlan> all() {
        return health.read(kept::all, List.of());
      }

      @Override
      public void keepOnly(Set<String> hosts) {
        health.tryTo(() -> kept.keepOnly(hosts));
      }
    };
  }

  @Override
  public Revisions revisions() {
    Revisions kept = store.revisions();
    return new Revisions() {
      @Override
      public void put(InForce inForce) {
        health.must(() -> kept.put(inForce));
        known.remember(inForce);
      }

      @Override
      public void describe(Made commit) {
        health.tryTo(() -> kept.describe(commit));
      }

      @Override
      public Optional<Made> made(String revision) {
        return health.read(() -> kept.made(revision), Optional.empty());
      }

      @Override
      public Optional<InForce> last() {
        return known.last(health.read(() -> Optional.of(kept.last()), Optional.empty()));
      }
    };
  }

  @Override
  public Leases leases() {
    Leases kept = store.leases();
    return new Leases() {
      @Override
      public Optional<Fence> take(String host, String owner, Instant now, Instant until) {
        return health.must(() -> kept.take(host, owner, now, until));
      }

      @Override
      public Optional<Fence> takeFrom(Fence gone, String owner, Instant until) {
        return health.must(() -> kept.takeFrom(gone, owner, until));
      }

      @Override
      public Optional<Holder> holder(String host) {
        return kept.holder(host);
      }

      @Override
      public void release(Fence fence) {
        health.must(() -> kept.release(fence));
      }
    };
  }

  @Override
  public OwedStarts owedStarts() {
    OwedStarts kept = store.owedStarts();
    return new OwedStarts() {
      @Override
      public SequencedMap<Integer, Owed> of(String host) {
        return health.read(() -> kept.of(host), new LinkedHashMap<>());
      }

      @Override
      public void settle(Owed owed) {
        health.must(() -> kept.settle(owed));
      }
    };
  }

  @Override
  public Approvals approvals() {
    Approvals kept = store.approvals();
    return new Approvals() {
      @Override
      public void put(Approval approval) {
        health.must(() -> kept.put(approval));
      }

      @Override
      public boolean remove(String host, int vmid) {
        return health.must(() -> kept.remove(host, vmid));
      }

      @Override
      public List<Approval> all() {
        return health.read(kept::all, List.of());
      }
    };
  }

  @Override
  public Spent spent() {
    Spent kept = store.spent();
    return new Spent() {
      @Override
      public void note(String revision, String vm, Kind kind, Instant at) {
        health.must(() -> kept.note(revision, vm, kind, at));
      }

      @Override
      public SortedSet<String> of(String revision, Kind kind, Instant since) {
        return health.read(() -> kept.of(revision, kind, since), new TreeSet<>());
      }
    };
  }

  @Override
  public Waiting waiting() {
    Waiting kept = store.waiting();
    return new Waiting() {
      @Override
      public Map<Integer, Map<String, Instant>> of(String host) {
        return health.read(() -> kept.of(host), Map.of());
      }

      @Override
      public void put(String host, int vmid, Map<String, Instant> since) {
        health.tryTo(() -> kept.put(host, vmid, since));
      }
    };
  }

  /** Who writes them keeps what could not be stored, and tries again. */
  @Override
  public Alerts alerts() {
    return store.alerts();
  }

  @Override
  public StoreFacts facts() {
    return health.read(store::facts, StoreFacts.NONE);
  }

  /** As it is: whoever tells people must know whether a thing was kept, and waits where it was not. */
  @Override
  public Notices notices() {
    return store.notices();
  }

  /** Half of a row would be written over the whole one: who reads figures bears that they cannot be read. */
  @Override
  public Usages usages() {
    Usages kept = store.usages();
    return new Usages() {
      @Override
      public void put(List<Bucket> buckets) {
        health.must(() -> kept.put(buckets));
      }

      @Override
      public List<Bucket> of(String host, Span span, Instant from, Instant until) {
        return kept.of(host, span, from, until);
      }

      @Override
      public SortedSet<String> hosts(Span span, Instant from, Instant until) {
        return kept.hosts(span, from, until);
      }

      @Override
      public Optional<Instant> newest(Span span) {
        return kept.newest(span);
      }
    };
  }

  /** Who writes it must know that it could not be kept, and tries again. */
  @Override
  public Cares cares() {
    Cares kept = store.cares();
    return new Cares() {
      @Override
      public void put(List<Known> news) {
        health.must(() -> kept.put(news));
      }

      @Override
      public List<Known> all() {
        return health.read(kept::all, List.of());
      }

      @Override
      public void keepOnly(Set<String> hosts) {
        health.tryTo(() -> kept.keepOnly(hosts));
      }
    };
  }

  @Override
  public void tidy(Instant now, Retention retention) {
    health.tryTo(() -> store.tidy(now, retention));
  }

  @Override
  public void close() {
    store.close();
  }
}
