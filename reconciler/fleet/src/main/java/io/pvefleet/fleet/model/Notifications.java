package io.pvefleet.fleet.model;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is told what, as {@code fleet.yaml} declares it. Immutable.
 *
 * @param sinks by name
 */
public record Notifications(SortedMap<String, Sink> sinks) {
  /** Nobody is told anything. */
  public static final Notifications NONE = new Notifications(new TreeMap<>());

  public Notifications {
    sinks = Collections.unmodifiableSortedMap(new TreeMap<>(sinks));
  }

  /**
   * Somebody who is told.
   *
   * @param language {@code en} or {@code ko}; the daemon's where it is empty
   * @param group how long the first news waits for others that go with it
   */
  public record Sink(
      String name, Receiver receiver, Choice on, Optional<String> language, Duration group, Limit atMost,
      Optional<QuietHours> quietHours) {}

  /** Where a sink is told. Addresses of hooks are secrets: who knows them can write there. */
  public sealed interface Receiver {
    /** An incoming webhook of Slack, or of what understands the same. */
    record Slack(SecretRef url) implements Receiver {}

    /**
     * JSON, as docs/notifications.md describes it.
     *
     * @param headers values of further headers, by name
     * @param secret of the signature; unsigned where it is empty
     */
    record Webhook(SecretRef url, SortedMap<String, SecretRef> headers, Optional<SecretRef> secret) implements Receiver {
      public Webhook {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
      }
    }

    /** Mail by SMTP. */
    record Email(String host, int port, Tls tls, Optional<Login> login, String from, List<String> to) implements Receiver {
      public Email {
        to = List.copyOf(to);
      }
    }
  }

  /** How a connection to a mail server is protected. */
  public enum Tls {
    /** Begins in the clear and is protected before anything is said; a server that cannot is not used. */
    STARTTLS,
    /** Protected from its first byte. */
    TLS,
    /** Not at all. */
    NONE
  }

  /** A user of a mail server. */
  public record Login(String user, SecretRef password) {}

  /**
   * What a sink is told of.
   *
   * @param alerts words of kinds
   * @param severity the least one of alerts
   * @param events words of kinds
   * @param sites names; empty for all
   * @param labels for each key the values of which one must be the host's, or its site's; empty for all
   */
  public record Choice(
      Set<String> alerts, Alerting.Severity severity, Set<String> events, Set<String> sites, SortedMap<String, List<String>> labels) {
    public Choice {
      alerts = Set.copyOf(alerts);
      events = Set.copyOf(events);
      sites = Set.copyOf(sites);
      SortedMap<String, List<String>> copy = new TreeMap<>();
      labels.forEach((key, values) -> copy.put(key, List.copyOf(values)));
      labels = Collections.unmodifiableSortedMap(copy);
    }

    /** Whether it is about some sites only; what concerns the whole fleet is then not told. */
    public boolean isOfSomeSites() {
      return !sites.isEmpty() || !labels.isEmpty();
    }

    /**
     * Whether what happens at a host is told.
     *
     * @param hostLabels go before the site's of the same key
     */
    public boolean isAbout(Site site, Map<String, String> hostLabels) {
      return (sites.isEmpty() || sites.contains(site.name()))
          && labels.entrySet().stream().allMatch(label -> {
            String value = hostLabels.getOrDefault(label.getKey(), site.labels().getOrDefault(label.getKey(), ""));
            return label.getValue().contains(value);
          });
    }
  }

  /** How many messages a sink gets in any span of that length. */
  public record Limit(int messages, Duration per) {}

  /**
   * Hours of each day, by the clock on a site's wall, in which its news waits.
   *
   * @param from included
   * @param until not included; earlier than {@code from} where the hours go past midnight
   * @param holdsCritical whether critical alerts wait too
   */
  public record QuietHours(LocalTime from, LocalTime until, boolean holdsCritical) {
    /** Whether the clock on the wall shows a time within. */
    public boolean contains(LocalTime wall) {
      boolean passesMidnight = until.isBefore(from);
      boolean after = !wall.isBefore(from);
      boolean before = wall.isBefore(until);
      return passesMidnight ? after || before : after && before;
    }
  }
}
