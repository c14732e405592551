package io.pvefleet.app.view;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.FleetSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Where the loop writes what it learns and everybody else reads {@link FleetView}s. Thread safe: facts are replaced whole,
 * readers never wait.
 */
public final class FleetBoard {
  private final Clock clock;
  private final Object writing = new Object();
  private final List<PassListener> passListeners = new CopyOnWriteArrayList<>();
  private volatile Facts facts;
  private volatile FleetView latest;

  /** What is known, in one immutable value with a number that grows. */
  record Facts(
      long version, Source source, FleetSettings settings, SequencedMap<String, HostMemory> hosts, List<String> holds,
      String storeFault, Optional<EngineFleet> desired) {
    Facts with(String host, HostMemory memory) {
      SequencedMap<String, HostMemory> more = new TreeMap<>(hosts);
      more.put(host, memory);
      return new Facts(version + 1, source, settings, more, holds, storeFault, desired);
    }
  }

  public FleetBoard(Clock clock, Source source, FleetSettings settings) {
    this.clock = clock;
    this.facts = new Facts(1, source, settings, new TreeMap<>(), List.of(), "", Optional.empty());
    this.latest = FleetView.of(facts, clock.instant());
  }

  /** A commit came into force: from now on its hosts are shown. What is known of those that stay is kept. */
  public void declare(EngineFleet fleet) {
    declare(fleet.fleet().settings(), fleet.hosts().stream().map(DeclaredHost::of).toList(), Optional.of(fleet));
  }

  /** The same where no more is known of the commit than the names of its VMs. */
  public void declare(FleetSettings settings, List<DeclaredHost> hosts) {
    declare(settings, hosts, Optional.empty());
  }

  private void declare(FleetSettings settings, List<DeclaredHost> hosts, Optional<EngineFleet> desired) {
    change(
        old -> {
          SequencedMap<String, HostMemory> next = new TreeMap<>();
          for (DeclaredHost host : hosts) {
            HostMemory known = old.hosts().get(host.host().name());
            next.put(host.host().name(), known == null ? HostMemory.of(host) : known.declaredAs(host));
          }
          return new Facts(old.version() + 1, old.source(), settings, next, old.holds(), old.storeFault(), desired);
        });
  }

  public void source(UnaryOperator<Source> news) {
    change(
        old ->
            new Facts(
                old.version() + 1, news.apply(old.source()), old.settings(), old.hosts(), old.holds(), old.storeFault(), old.desired()));
  }

  /** Sentences that hold the whole fleet; empty where none does. */
  public void holds(List<String> sentences) {
    change(
        old ->
            new Facts(
                old.version() + 1, old.source(), old.settings(), old.hosts(), List.copyOf(sentences), old.storeFault(), old.desired()));
  }

  /** What is wrong with the store, with its code; empty where nothing is. */
  public void store(String fault) {
    change(
        old -> new Facts(old.version() + 1, old.source(), old.settings(), old.hosts(), old.holds(), fault, old.desired()));
  }

  /** A host was looked at. A host that Git no longer declares is ignored. */
  public void pass(HostPass pass) {
    onHost(pass.host(), memory -> memory.with(pass));
    HostMemory memory = facts.hosts().get(pass.host());
    if (memory != null) {
      passListeners.forEach(listener -> listener.passed(memory.declared(), pass));
    }
  }

  /**
   * What an earlier process saw of a host: no news to those who listen for passes.
   *
   * @param since when the host had begun or ceased to answer; empty where that is not known
   */
  public void recall(HostPass pass, Optional<Instant> since) {
    onHost(pass.host(), memory -> memory.recalling(pass, since));
  }

  /** Told of each pass once it is on the board, by the thread that made it: it must not block. */
  public void onPass(PassListener listener) {
    passListeners.add(listener);
  }

  /** Wants to know of passes. */
  public interface PassListener {
    void passed(DeclaredHost host, HostPass pass);
  }

  /**
   * What an earlier process knew of a VM, so that a restart does not make everything look new.
   *
   * @param attributes since when each attribute differs, by path
   */
  public void remember(String host, int vmid, VmState state, Instant since, Map<String, Instant> attributes) {
    onHost(host, memory -> memory.with(vmid, VmMemory.of(state, since).differing(attributes)));
  }

  /** Something is being done to a VM right now: one short text, for example {@code Clone template 9000}. */
  public void doing(String host, int vmid, String step) {
    onHost(host, memory -> memory.with(vmid, memory.vm(vmid, clock.instant()).doing(step)));
  }

  /** A change was made and read back: the VM is in that state now, without waiting for the next pass. */
  public void settled(String host, int vmid, VmState state) {
    onHost(host, memory -> memory.with(vmid, memory.vm(vmid, clock.instant()).settled(state, clock.instant())));
  }

  /** A change was tried and failed. */
  public void failed(String host, int vmid, String message, Instant nextTry) {
    onHost(
        host,
        memory ->
            memory.with(
                vmid, memory.vm(vmid, clock.instant()).failed(new VmMemory.Failure(message, nextTry), clock.instant())));
  }

  /** A host was looked at beside its passes: facts that this look did not come to stay as they were, with their age. */
  public void care(String host, HostCare news) {
    onHost(host, memory -> memory.with(memory.care().with(news)));
  }

  /** The guest agent of a VM told its addresses. */
  public void addresses(String host, int vmid, List<String> addresses, Instant at) {
    onHost(host, memory -> memory.with(memory.care().with(vmid, vm -> vm.addressed(addresses, at))));
  }

  /** The task list was asked who made a VM differ from Git as it does. Forgotten as soon as it differs otherwise, or no more. */
  public void changedBy(String host, int vmid, ChangedBy by) {
    onHost(host, memory -> memory.with(memory.care().with(vmid, vm -> vm.changed(by, memory.liveChanges(vmid)))));
  }

  /**
   * The task list was asked who started or stopped a VM. Forgotten as soon as a pass shows it otherwise.
   *
   * @param power what it came to
   */
  public void poweredBy(String host, int vmid, Power power, ChangedBy by) {
    onHost(host, memory -> memory.with(memory.care().with(vmid, vm -> vm.powered(power, by))));
  }

  /** What an earlier process found out beside its passes; what is known already is newer. */
  public void recall(String host, Optional<HostCare> care, Map<Integer, VmCare> vms) {
    onHost(host, memory -> memory.recalling(new CareMemory(care, vms)));
  }

  /** What is known now, with ages as of now. Two calls within a second give the same object where nothing was learned. */
  public FleetView view() {
    Instant now = clock.instant();
    Facts known = facts;
    FleetView last = latest;
    if (last.version() == known.version() && now.getEpochSecond() == last.now().getEpochSecond()) {
      return last;
    }
    FleetView fresh = FleetView.after(last, known, now);
    latest = fresh;
    return fresh;
  }

  /** One host as it is known now, for who has no use for the other thousand. */
  public Optional<HostRow> host(String name) {
    Facts known = facts;
    return Optional.ofNullable(known.hosts().get(name)).map(memory -> Rows.of(memory, known.settings().interval(), clock.instant()));
  }

  private void onHost(String host, UnaryOperator<HostMemory> news) {
    change(
        old -> {
          HostMemory memory = old.hosts().get(host);
          return memory == null ? old : old.with(host, news.apply(memory));
        });
  }

  private void change(UnaryOperator<Facts> news) {
    synchronized (writing) {
      facts = news.apply(facts);
    }
  }
}
