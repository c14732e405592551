package io.pvefleet.app.store;

import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.OwedStarts.Owed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The journal in memory, and what it owes. */
final class MemoryJournal implements Journal {

  private final MemoryLeases leases;
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<String, TreeMap<Integer, Owed>> owed = new TreeMap<>();

  MemoryJournal(MemoryLeases leases) {
    this.leases = leases;
  }

  @Override
  public void append(Entry entry, Fence fence) {
    synchronized (leases) {
      if (!leases.isCurrent(fence)) {
        throw new LeaseLost(fence);
      }
      add(entry);
    }
  }

  @Override
  public void appendOwing(Entry entry, Fence fence, int vmid) {
    append(entry, fence);
    synchronized (this) {
      owed.computeIfAbsent(fence.host(), host -> new TreeMap<>())
          .put(vmid, new Owed(fence.host(), vmid, entry.change(), entry.at()));
    }
  }

  private synchronized void add(Entry entry) {
    entries.add(entry);
  }

  @Override
  public synchronized List<Entry> of(long change) {
    return entries.stream().filter(entry -> entry.change() == change).toList();
  }

  synchronized void forget(long change) {
    entries.removeIf(entry -> entry.change() == change);
  }

  OwedStarts owed() {
    return new MemoryOwedStarts();
  }

  private final class MemoryOwedStarts implements OwedStarts {
    @Override
    public SequencedMap<Integer, Owed> of(String host) {
      synchronized (MemoryJournal.this) {
        return new LinkedHashMap<>(owed.getOrDefault(host, new TreeMap<>()));
      }
    }

    @Override
    public void settle(Owed settled) {
      synchronized (MemoryJournal.this) {
        owed.getOrDefault(settled.host(), new TreeMap<>()).remove(settled.vmid(), settled);
      }
    }
  }
}
