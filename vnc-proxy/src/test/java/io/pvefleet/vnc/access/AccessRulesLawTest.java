package io.pvefleet.vnc.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.AccessPolicy.Subject;
import io.pvefleet.fleet.model.FleetKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for any policies: held against a second, naive reading of the language, for fleets from printed seeds. */
class AccessRulesLawTest {
  private static final int FLEETS = 400;
  private static final Place HERE = new Place("access/p.yaml", 1, 1);
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
  private static final List<String> SITES = List.of("seoul", "busan", "jeju");
  private static final List<String> HOSTS = List.of("seoul-a", "seoul-b", "busan-a", "jeju-a");
  private static final List<String> KEYS = List.of("role", "ring", "region");
  private static final List<String> VALUES = List.of("pos", "kiosk", "pilot");
  private static final List<String> USERS = List.of("kim", "lee", "*", "support");
  private static final List<String> GROUPS = List.of("support", "operators", "kim");

  @Test
  void aRightIsGivenExactlyWhereANaiveReadingGivesIt() {
    int allowed = 0;
    int denied = 0;
    for (long seed = 1; seed <= FLEETS; seed++) {
      Random random = new Random(seed);
      DesiredFleet fleet = fleet(random, policies(random));
      AccessRules rules = PolicyRules.of(fleet);
      for (int i = 0; i < 40; i++) {
        Person who = person(random);
        Guest what = guest(random);
        for (Verb verb : Verb.values()) {
          boolean expected = naive(fleet, who, what, verb);
          assertThat(rules.allows(who, what, verb)).as("seed %d: %s, %s, %s, %s", seed, fleet.access(), who, what, verb)
              .isEqualTo(expected);
          allowed += expected ? 1 : 0;
          denied += expected ? 0 : 1;
        }
      }
    }
    assertThat(allowed).isGreaterThan(FLEETS);
    assertThat(denied).isGreaterThan(FLEETS);
  }

  @Test
  void onePolicyMoreNeverTakesARightAway() {
    for (long seed = 1; seed <= FLEETS; seed++) {
      Random random = new Random(seed);
      List<AccessPolicy> policies = policies(random);
      List<AccessPolicy> more = new ArrayList<>(policies);
      more.add(policy(random, "one-more"));
      long fleetSeed = random.nextLong();
      AccessRules before = PolicyRules.of(fleet(new Random(fleetSeed), policies));
      AccessRules after = PolicyRules.of(fleet(new Random(fleetSeed), more));
      for (int i = 0; i < 40; i++) {
        Person who = person(random);
        Guest what = guest(random);
        for (Verb verb : Verb.values()) {
          if (before.allows(who, what, verb)) {
            assertThat(after.allows(who, what, verb)).as("seed %d", seed).isTrue();
          }
        }
      }
    }
  }

  @Test
  void orderOfPoliciesDoesNotMatterAndConsoleIncludesView() {
    for (long seed = 1; seed <= FLEETS; seed++) {
      Random random = new Random(seed);
      List<AccessPolicy> policies = policies(random);
      List<AccessPolicy> shuffled = new ArrayList<>(policies);
      Collections.shuffle(shuffled, random);
      long fleetSeed = random.nextLong();
      AccessRules one = PolicyRules.of(fleet(new Random(fleetSeed), policies));
      AccessRules other = PolicyRules.of(fleet(new Random(fleetSeed), shuffled));
      for (int i = 0; i < 40; i++) {
        Person who = person(random);
        Guest what = guest(random);
        for (Verb verb : Verb.values()) {
          assertThat(one.allows(who, what, verb)).as("seed %d", seed).isEqualTo(other.allows(who, what, verb));
        }
        if (one.allows(who, what, Verb.CONSOLE)) {
          assertThat(one.allows(who, what, Verb.VIEW)).as("seed %d", seed).isTrue();
        }
      }
    }
  }

  @Test
  void withoutAPolicyNobodyMayDoAnything() {
    Random random = new Random(1);
    AccessRules rules = PolicyRules.of(fleet(random, List.of()));
    assertThat(rules.isEmpty()).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(rules.allows(person(random), guest(random), Verb.VIEW)).isFalse();
    }
  }

  /** By sets: everything selected per part, then what lies in all of them. */
  private static boolean naive(DesiredFleet fleet, Person who, Guest what, Verb verb) {
    Map<String, String> labels = new HashMap<>();
    fleet.sites().stream().filter(site -> site.name().equals(what.site())).forEach(site -> labels.putAll(site.labels()));
    fleet.hosts().stream().filter(host -> host.name().equals(what.host())).forEach(host -> labels.putAll(host.labels()));
    labels.putAll(what.labels());
    Set<Verb> given = new HashSet<>();
    for (AccessPolicy policy : fleet.access()) {
      boolean meant = false;
      for (Subject subject : policy.subjects()) {
        meant |= subject instanceof Subject.Anybody;
        meant |= subject instanceof Subject.User user && user.name().equals(who.name());
        meant |= subject instanceof Subject.Group group && who.groups().contains(group.name());
      }
      boolean selected = policy.selector().sites().isEmpty() || policy.selector().sites().contains(what.site());
      selected &= policy.selector().hosts().isEmpty() || policy.selector().hosts().contains(what.host());
      for (Map.Entry<String, List<String>> label : policy.selector().labels().entrySet()) {
        selected &= labels.containsKey(label.getKey()) && label.getValue().contains(labels.get(label.getKey()));
      }
      if (meant && selected) {
        given.add(Verb.VIEW);
        if (policy.verbs().contains(AccessPolicy.Verb.CONSOLE)) {
          given.add(Verb.CONSOLE);
        }
      }
    }
    return given.contains(verb);
  }

  private static DesiredFleet fleet(Random random, List<AccessPolicy> policies) {
    List<Site> sites = SITES.stream().map(name -> new Site(name, name, ZONE, "", labels(random), HERE)).toList();
    List<Host> hosts = HOSTS.stream().map(name -> new Host(name, name.substring(0, name.indexOf('-')), URI.create("https://h:8006"),
        Optional.empty(), new Host.Tls.SystemTrust(), new SecretRef("env:T"), Host.Mode.ENFORCE, Optional.empty(), labels(random), HERE))
        .toList();
    return new DesiredFleet("abc", FleetKind.defaults(), sites, hosts, List.of(), policies, List.of());
  }

  private static List<AccessPolicy> policies(Random random) {
    List<AccessPolicy> policies = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      policies.add(policy(random, "p" + i));
    }
    return policies;
  }

  private static AccessPolicy policy(Random random, String name) {
    List<Subject> subjects = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      String user = one(USERS, random);
      subjects.add(random.nextBoolean() ? new Subject.Group(one(GROUPS, random))
          : user.equals("*") ? new Subject.Anybody() : new Subject.User(user));
    }
    Map<String, List<String>> labels = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      labels.put(one(KEYS, random), some(VALUES, random));
    }
    return new AccessPolicy(name, subjects, new AccessPolicy.Selector(
        random.nextInt(3) == 0 ? some(SITES, random) : List.of(), random.nextInt(3) == 0 ? some(HOSTS, random) : List.of(), labels),
        random.nextBoolean() ? EnumSet.of(AccessPolicy.Verb.VIEW) : EnumSet.of(AccessPolicy.Verb.CONSOLE), HERE);
  }

  private static Person person(Random random) {
    return new Person(one(USERS, random), random.nextBoolean() ? Set.of() : Set.copyOf(some(GROUPS, random)));
  }

  private static Guest guest(Random random) {
    String host = one(HOSTS, random);
    String site = host.substring(0, host.indexOf('-'));
    return new Guest(host, 100 + random.nextInt(5), "g", site, site, ZONE, labels(random), random.nextBoolean());
  }

  private static Map<String, String> labels(Random random) {
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      labels.put(one(KEYS, random), one(VALUES, random));
    }
    return labels;
  }

  private static String one(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> some(List<String> of, Random random) {
    List<String> some = new ArrayList<>(of);
    Collections.shuffle(some, random);
    return some.subList(0, 1 + random.nextInt(of.size()));
  }
}
