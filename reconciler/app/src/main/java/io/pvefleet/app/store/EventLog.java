package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
   * @param more what else they must be
   */
  record Query(String host, Optional<Integer> vmid, String kind, Severity atLeast, long before, int limit, More more) {
    /** More than a page ever shows. */
    public static final int MAX = 1000;

    public Query {
      limit = Math.clamp(limit, 1, MAX);
    }

    /** Where nothing else is asked for. */
    public Query(String host, Optional<Integer> vmid, String kind, Severity atLeast, long before, int limit) {
      this(host, vmid, kind, atLeast, before, limit, More.ANY);
    }

    public static Query newest(int limit) {
      return new Query("", Optional.empty(), "", Severity.INFO, Long.MAX_VALUE, limit);
    }

    public Query ofHost(String newHost) {
      return new Query(newHost, vmid, kind, atLeast, before, limit, more);
    }

    public Query ofVm(String newHost, int newVmid) {
      return new Query(newHost, Optional.of(newVmid), kind, atLeast, before, limit, more);
    }

    public Query ofKind(String newKind) {
      return new Query(host, vmid, newKind, atLeast, before, limit, more);
    }

    public Query atLeast(Severity severity) {
      return new Query(host, vmid, kind, severity, before, limit, more);
    }

    public Query before(long id) {
      return new Query(host, vmid, kind, atLeast, id, limit, more);
    }

    public Query and(More others) {
      return new Query(host, vmid, kind, atLeast, before, limit, others);
    }
  }

  /**
   * What else events must be; what is empty asks for all.
   *
   * @param hosts only of one of these
   * @param text that stands in the message, the code or the name of the VM, whatever the case of its letters
   * @param from only then or later
   * @param until only earlier
   */
  record More(Optional<Set<String>> hosts, String text, Optional<Instant> from, Optional<Instant> until) {
    public static final More ANY = new More(Optional.empty(), "", Optional.empty(), Optional.empty());

    public More {
      hosts = hosts.map(Set::copyOf);
    }

    boolean fits(NewEvent event) {
      String wanted = text.toLowerCase(Locale.ROOT);
      return hosts.map(all -> all.contains(event.host())).orElse(true)
          && Stream.of(event.message(), event.code(), event.vmName()).anyMatch(said -> said.toLowerCase(Locale.ROOT).contains(wanted))
          && from.map(at -> !event.at().isBefore(at)).orElse(true)
          && until.map(at -> event.at().isBefore(at)).orElse(true);
    }
  }
}
