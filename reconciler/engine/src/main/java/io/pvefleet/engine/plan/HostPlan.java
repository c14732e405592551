package io.pvefleet.engine.plan;

import io.pvefleet.engine.observe.Reach;
import java.time.Instant;
import java.util.List;

/**
 * The plan for one host: every declared VM has exactly one change, those that are fine a {@link Change.Keep}. The same
 * inputs give the same bytes.
 *
 * @param observedAt when the answers behind it were read
 * @param reach whether the host could be observed
 * @param changes sorted by vmid
 * @param unmanaged guests on the host that are not in Git, sorted by vmid
 * @param warnings sentences about the host that a person should know and that change no plan
 */
public record HostPlan(
    String host,
    String site,
    Instant observedAt,
    Reach reach,
    List<Change> changes,
    List<UnmanagedGuest> unmanaged,
    List<String> warnings) {

  public HostPlan {
    changes = List.copyOf(changes);
    unmanaged = List.copyOf(unmanaged);
    warnings = List.copyOf(warnings);
  }

  /** This plan with other changes. */
  public HostPlan with(List<Change> others) {
    return new HostPlan(host, site, observedAt, reach, others, unmanaged, warnings);
  }

  /**
   * A guest that Git does not know.
   *
   * @param type {@code qemu} or {@code lxc}
   * @param owned it carries the ownership tag: it was in Git once and was orphaned
   */
  public record UnmanagedGuest(VmRef vm, String type, String status, boolean template, boolean owned) {}
}
