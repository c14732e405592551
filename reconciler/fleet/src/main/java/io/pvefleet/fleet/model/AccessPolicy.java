package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may use which consoles, as declared. Policies only allow: what none of them allows is forbidden. Immutable.
 *
 * @param name unique in the fleet
 * @param subjects at least one; any of them is enough
 * @param verbs at least one
 * @param place where the document stands
 */
public record AccessPolicy(String name, List<Subject> subjects, Selector selector, Set<Verb> verbs, Place place) {
  public AccessPolicy {
    subjects = List.copyOf(subjects);
    verbs = Set.copyOf(EnumSet.copyOf(verbs));
  }

  /** Whom a policy is about. */
  public sealed interface Subject {
    /** The person with this login name. */
    record User(String name) implements Subject {}

    /** Everybody in this group. */
    record Group(String name) implements Subject {}

    /** Everybody who has logged in. */
    record Anybody() implements Subject {}
  }

  /**
   * Which guests a policy is about: those that fit every part. An empty part fits all guests.
   *
   * @param sites names of sites
   * @param hosts names of hosts
   * @param labels for each key the values of which one must be the guest's; a label that the guest does not have is taken from
   *     its host, then from its site
   */
  public record Selector(List<String> sites, List<String> hosts, Map<String, List<String>> labels) {
    /** Every guest of the fleet. */
    public static final Selector ALL = new Selector(List.of(), List.of(), Map.of());

    public Selector {
      sites = List.copyOf(sites);
      hosts = List.copyOf(hosts);
      Map<String, List<String>> copy = new TreeMap<>();
      labels.forEach((key, values) -> copy.put(key, List.copyOf(values)));
      labels = java.util.Collections.unmodifiableMap(copy);
    }
  }

  /** What a policy allows. */
  public enum Verb {
    /** See the screen. */
    VIEW,
    /** See the screen and use it; includes {@link #VIEW}. */
    CONSOLE
  }
}
