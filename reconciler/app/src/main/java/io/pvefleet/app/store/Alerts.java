package io.pvefleet.app.store;

import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What needed attention: what makes an alert outlive the process, and its history. */
public interface Alerts {

  /** Keeps these as they are now, whether they are new or known by their number; all of them or none. */
  void put(List<StoredAlert> alerts);

  /** Those that have not ended, in the order in which they began. */
  List<StoredAlert> inForce();

  /** Those of these numbers that are kept, in force or ended. */
  List<StoredAlert> of(Set<Long> ids);

  /** Those that have ended, the last one that did first. */
  List<StoredAlert> ended(Query query);

  /**
   * An alert as it is kept.
   *
   * @param id grows with time
   * @param kind stable word for filters: {@code host-offline}, {@code drift}
   * @param host empty where it concerns no host
   * @param vmid empty where it concerns no VM
   * @param object what of it; may be empty
   * @param ended empty while it is in force; only one of the same kind, host, vmid and object is in force at a time
   */
  record StoredAlert(
      long id, String kind, Severity severity, String host, Optional<Integer> vmid, String vmName, String object, Instant began,
      Optional<Instant> ended, String message) {}

  /**
   * Which ended alerts.
   *
   * @param since only those that ended then or later
   * @param host only of this host; empty for all
   * @param vmid only of this VM of the host; empty for all
   * @param kind only of this kind; empty for all
   * @param severity only of this severity; empty for all
   */
  record Query(Instant since, String host, Optional<Integer> vmid, String kind, Optional<Severity> severity, int limit) {
    /** More than a page ever shows. */
    public static final int MAX = 1000;

    public Query {
      limit = Math.clamp(limit, 1, MAX);
    }

    public static Query since(Instant since, int limit) {
      return new Query(since, "", Optional.empty(), "", Optional.empty(), limit);
    }
  }
}
