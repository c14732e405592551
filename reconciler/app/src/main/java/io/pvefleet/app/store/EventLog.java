package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened, for people; only ever appended to. */
public interface EventLog {

  void append(NewEvent event);

  /** The newest first. */
  List<StoredEvent> list(Query query);

  /** Those with a greater number, the oldest first: for who has read up to there. */
  List<StoredEvent> after(long id, int limit);

  /** How much a person should care. */
  enum Severity {
    INFO("info"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * An event to store.
   *
   * @param kind stable word for filters: {@code drift}, {@code applied}, {@code failed}, {@code unreachable}, {@code commit}
   * @param host empty where it concerns no host
   * @param vmid empty where it concerns no VM
   * @param code {@code PVF-xxxx}, or empty
   * @param message one or two sentences, without secrets
   */
  record NewEvent(
      Instant at, Severity severity, String kind, String host, Optional<Integer> vmid, String vmName, String code, String message) {}

  /** A stored event; numbers grow with time. */
  record StoredEvent(long id, NewEvent event) {}

  /**
   * Which events.
   *
   * @param host only of this host; empty for all
   * @param kind only of this kind; empty for all
   * @param atLeast only as severe or more
   * @param before only with a smaller number, for paging; {@link Long#MAX_VALUE} for the newest
   */
  record Query(String host, Optional<Integer> vmid, String kind, Severity atLeast, long before, int limit) {
    /** More than a page ever shows. */
    public static final int MAX = 1000;

    public Query {
      limit = Math.clamp(limit, 1, MAX);
    }

    public static Query newest(int limit) {
      return new Query("", Optional.empty(), "", Severity.INFO, Long.MAX_VALUE, limit);
    }

    public Query ofHost(String newHost) {
      return new Query(newHost, vmid, kind, atLeast, before, limit);
    }

    public Query ofVm(String newHost, int newVmid) {
      return new Query(newHost, Optional.of(newVmid), kind, atLeast, before, limit);
    }

    public Query ofKind(String newKind) {
      return new Query(host, vmid, newKind, atLeast, before, limit);
    }

    public Query atLeast(Severity severity) {
      return new Query(host, vmid, kind, severity, before, limit);
    }

    public Query before(long id) {
      return new Query(host, vmid, kind, atLeast, id, limit);
    }
  }
}
