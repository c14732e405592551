package io.pvefleet.app.web.api;

import io.pvefleet.app.usage.Fill;
import io.pvefleet.app.usage.History;
import io.pvefleet.app.usage.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Load of hosts and VMs as JSON. A step of which nothing is known is not there; a figure that was not told is null. */
final class UsageModel {
  private static final long MIB = 1L << 20;

  private UsageModel() {}

  record HostUsage(String host, String span, long stepSeconds, Instant from, Instant until, List<HostStep> steps) {
    static HostUsage of(String host, History history) {
      return new HostUsage(host, history.period().word(), history.period().step().toSeconds(), history.from(), history.until(),
          HostStep.all(history));
    }
  }

  /**
   * One step of a host.
   *
   * @param answered passes that the host answered
   * @param silent passes that it did not
   * @param maintained passes of both kinds during a maintenance
   * @param cpu mean, 0 to 1
   */
  record HostStep(
      Instant at, int answered, int silent, int maintained, Optional<Double> cpu, Optional<Double> cpuHighest,
      Optional<Long> memoryBytes, Optional<Long> memoryTotalBytes, Map<String, StorageFill> storages) {
    static List<HostStep> all(History history) {
      return history.steps().entrySet().stream()
          .map(step -> {
            Level node = step.getValue().node();
            var presence = step.getValue().presence();
            Map<String, StorageFill> storages = new TreeMap<>();
            step.getValue().storages().forEach((name, fill) -> storages.put(name, StorageFill.of(fill)));
            return new HostStep(step.getKey(), presence.answered(), presence.silent(), presence.maintained(), share(node.cpu()),
                share(node.cpuPeak()), bytes(node.memory()), total(node), storages);
          })
          .toList();
    }
  }

  record StorageFill(long usedBytes, long totalBytes) {
    static StorageFill of(Fill fill) {
      return new StorageFill(fill.used() * MIB, fill.total() * MIB);
    }
  }

  record VmUsage(String host, int vmid, String span, long stepSeconds, Instant from, Instant until, List<VmStep> steps) {
    static VmUsage of(String host, int vmid, History history) {
      return new VmUsage(host, vmid, history.period().word(), history.period().step().toSeconds(), history.from(),
          history.until(), VmStep.all(history, vmid));
    }
  }

  record VmStep(
      Instant at, Optional<Double> cpu, Optional<Double> cpuHighest, Optional<Long> memoryBytes,
      Optional<Long> memoryTotalBytes) {
    /** Steps in which it ran. */
    static List<VmStep> all(History history, int vmid) {
      return history.steps().entrySet().stream()
          .filter(step -> !step.getValue().guest(vmid).equals(Level.NONE))
          .map(step -> {
            Level level = step.getValue().guest(vmid);
            return new VmStep(step.getKey(), share(level.cpu()), share(level.cpuPeak()), bytes(level.memory()), total(level));
          })
          .toList();
    }
  }

  /** Finer digits would be of the arithmetic, not of the host. */
  private static Optional<Double> share(OptionalDouble share) {
    return share.isPresent() ? Optional.of(share(share.getAsDouble())) : Optional.empty();
  }

  static double share(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }

  private static Optional<Long> bytes(OptionalDouble mebibytes) {
    return mebibytes.isPresent() ? Optional.of(Math.round(mebibytes.getAsDouble() * MIB)) : Optional.empty();
  }

  private static Optional<Long> total(Level level) {
    return level.memoryCount() == 0 ? Optional.empty() : Optional.of(level.memoryTotal() * MIB);
  }
}
