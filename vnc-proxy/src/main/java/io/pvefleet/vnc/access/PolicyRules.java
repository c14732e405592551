package io.pvefleet.vnc.access;

import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.resolve.DesiredFleet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The access policies of a commit as rules. A policy that fits allows its verbs; the order of policies does not matter, and none
 * can take away what another allows. Immutable.
 */
public final class PolicyRules implements AccessRules {
  private final List<AccessPolicy> policies;
  private final Map<String, Map<String, String>> siteLabels;
  private final Map<String, Map<String, String>> hostLabels;

  private PolicyRules(DesiredFleet fleet) {
    this.policies = fleet.access();
    this.siteLabels = fleet.sites().stream().collect(Collectors.toUnmodifiableMap(Site::name, Site::labels));
    this.hostLabels = fleet.hosts().stream().collect(Collectors.toUnmodifiableMap(Host::name, Host::labels));
  }

  public static PolicyRules of(DesiredFleet fleet) {
    return new PolicyRules(fleet);
  }

  @Override
  public boolean isEmpty() {
    return policies.isEmpty();
  }

  @Override
  public boolean allows(Person who, Guest what, Verb verb) {
    for (AccessPolicy policy : policies) {
      if (includes(policy, verb) && isAbout(policy, who) && selects(policy.selector(), what)) {
        return true;
      }
    }
    return false;
  }

  private static boolean includes(AccessPolicy policy, Verb verb) {
    return switch (verb) {
      case VIEW -> policy.verbs().contains(AccessPolicy.Verb.VIEW) || policy.verbs().contains(AccessPolicy.Verb.CONSOLE);
      case CONSOLE -> policy.verbs().contains(AccessPolicy.Verb.CONSOLE);
    };
  }

  private static boolean isAbout(AccessPolicy policy, Person who) {
    return policy.subjects().stream().anyMatch(subject -> switch (subject) {
      case AccessPolicy.Subject.User(String name) -> who.name().equals(name);
      case AccessPolicy.Subject.Group(String name) -> who.groups().contains(name);
      case AccessPolicy.Subject.Anybody() -> true;
    });
  }

  private boolean selects(AccessPolicy.Selector selector, Guest what) {
    if (!selector.sites().isEmpty() && !selector.sites().contains(what.site())) {
      return false;
    }
    if (!selector.hosts().isEmpty() && !selector.hosts().contains(what.host())) {
      return false;
    }
    return selector.labels().entrySet().stream()
        .allMatch(wanted -> label(what, wanted.getKey()).filter(wanted.getValue()::contains).isPresent());
  }

  /** The nearest one counts: a guest's own label hides that of its host, and that hides the one of its site. */
  private Optional<String> label(Guest what, String key) {
    return Optional.ofNullable(what.labels().get(key))
        .or(() -> Optional.ofNullable(hostLabels.getOrDefault(what.host(), Map.of()).get(key)))
        .or(() -> Optional.ofNullable(siteLabels.getOrDefault(what.site(), Map.of()).get(key)));
  }
}
