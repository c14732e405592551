package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.qemu.SimVm;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What pvestatd last broadcast: the figures and states that {@code cluster/resources} shows, up to ten seconds old.
 *
 * @param at when it was taken
 * @param rows guests of that moment by vmid
 */
public record RrdView(Instant at, SortedMap<Integer, Row> rows) {

  /** After pvestatd has been dead for five minutes nothing is left of what it told. */
  static final RrdView SILENT = new RrdView(Instant.MAX, new TreeMap<>());

  boolean isSilent() {
    return at.equals(Instant.MAX);
  }

  /** One guest of that moment. */
  public record Row(SimVm vm, long uptime) {}

  public RrdView {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  static RrdView of(World world, Instant at) {
    SortedMap<Integer, Row> rows = new TreeMap<>();
    world.qemu().vms().forEach((vmid, vm) -> rows.put(vmid, new Row(vm, world.uptime(vmid, at))));
    return new RrdView(at, rows);
  }
}
