package io.pvefleet.pve.simulator.world;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A resource pool and its members. */
public record Pool(String comment, SortedSet<Integer> vmids, SortedSet<String> storages) {

  public Pool {
    vmids = Collections.unmodifiableSortedSet(new TreeSet<>(vmids));
    storages = Collections.unmodifiableSortedSet(new TreeSet<>(storages));
  }

  public static Pool empty(String comment) {
    return new Pool(comment, new TreeSet<>(), new TreeSet<>());
  }

  public Pool with(int vmid) {
    TreeSet<Integer> next = new TreeSet<>(vmids);
    next.add(vmid);
    return new Pool(comment, next, storages);
  }

  public Pool without(int vmid) {
    TreeSet<Integer> next = new TreeSet<>(vmids);
    next.remove(vmid);
    return new Pool(comment, next, storages);
  }

  public Pool withComment(String text) {
    return new Pool(text, vmids, storages);
  }

  public Pool withStorage(String storage) {
    TreeSet<String> next = new TreeSet<>(storages);
    next.add(storage);
    return new Pool(comment, vmids, next);
  }

  public Pool withoutStorage(String storage) {
    TreeSet<String> next = new TreeSet<>(storages);
    next.remove(storage);
    return new Pool(comment, vmids, next);
  }
}
