package io.pvefleet.pve.simulator.world;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container, as far as consoles need one: it is listed, runs or does not, and takes its id. Immutable.
 *
 * @param config option texts as its configuration file holds them, {@code hostname} among them
 * @param started when it was started; empty while it is stopped
 */
public record Container(int vmid, SortedMap<String, String> config, Optional<Instant> started) {

  public Container {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
  }

  /** A stopped container of the usual size. */
  public static Container stopped(int vmid, String name) {
    Map<String, String> config =
        Map.of(
            "arch", "amd64", "cores", "1", "hostname", name, "memory", "512", "swap", "512", "ostype", "debian",
            "rootfs", "local-lvm:vm-" + vmid + "-disk-0,size=4G", "unprivileged", "1");
    return new Container(vmid, new TreeMap<>(config), Optional.empty());
  }

  public String name() {
    return config.getOrDefault("hostname", "CT" + vmid);
  }

  public boolean isRunning() {
    return started.isPresent();
  }

  public Container running(Instant since) {
    return new Container(vmid, config, Optional.of(since));
  }

  public Container stopped() {
    return new Container(vmid, config, Optional.empty());
  }
}
