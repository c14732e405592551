package io.pvefleet.pve.simulator.world.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Users, tokens, roles and ACLs of one host. Immutable. Source of the rules: pve-access-control {@code AccessControl.pm}.
 *
 * @param users by user id
 * @param tokens by full id, {@code user@realm!name}
 * @param roles privileges by role id, the delivered ones among them
 * @param ticketKey what tickets and CSRF tokens are signed with
 */
public record AccessControl(
    SortedMap<String, User> users,
    SortedMap<String, ApiToken> tokens,
    SortedMap<String, SortedSet<String>> roles,
    List<Acl> acls,
    String ticketKey) {

  /**
   * A user. An empty password never matches.
   *
   * @param expire seconds of the epoch after which neither password nor tokens count; 0 is never
   */
  public record User(String password, boolean enabled, long expire) {
    public User(String password, boolean enabled) {
      this(password, enabled, 0);
    }

    boolean isUsable(Instant now) {
      return enabled && !isOver(expire, now);
    }

    @Override
    public String toString() {
      return "User[***, enabled=" + enabled + "]";
    }
  }

  /**
   * An API token.
   *
   * @param expire seconds of the epoch after which it does not count; 0 is never
   */
  public record ApiToken(String secret, boolean separated, String comment, long expire) {
    public ApiToken(String secret, boolean separated, String comment) {
      this(secret, separated, comment, 0);
    }

    boolean isUsable(Instant now) {
      return !isOver(expire, now);
    }

    @Override
    public String toString() {
      return "ApiToken[***, separated=" + separated + "]";
    }
  }

  /**
   * One line of the access control list.
   *
   * @param subject user id or full token id
   */
  public record Acl(String path, String subject, String role, boolean propagate) {}

  public AccessControl {
    users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
    tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    acls = List.copyOf(acls);
  }

  /** A host as installed: only {@code root@pam}. */
  public static AccessControl installed(String rootPassword, String ticketKey) {
    return new AccessControl(
        new TreeMap<>(Map.of("root@pam", new User(rootPassword, true))),
        new TreeMap<>(),
        new TreeMap<>(Privileges.delivered()),
        List.of(),
        ticketKey);
  }

  private static boolean isOver(long expire, Instant now) {
    return expire > 0 && now.getEpochSecond() > expire;
  }

  public AccessControl withUser(String id, User user) {
    return new AccessControl(changed(users, m -> m.put(id, user)), tokens, roles, acls, ticketKey);
  }

  public AccessControl withToken(String fullId, ApiToken token) {
    return new AccessControl(users, changed(tokens, m -> m.put(fullId, token)), roles, acls, ticketKey);
  }

  public AccessControl withoutToken(String fullId) {
    List<Acl> left = acls.stream().filter(a -> !a.subject().equals(fullId)).toList();
    return new AccessControl(users, changed(tokens, m -> m.remove(fullId)), roles, left, ticketKey);
  }

  public AccessControl withRole(String id, SortedSet<String> privileges) {
    return new AccessControl(users, tokens, changed(roles, m -> m.put(id, privileges)), acls, ticketKey);
  }

  public AccessControl withAcl(Acl acl) {
    return new AccessControl(users, tokens, roles, Stream.concat(acls.stream(), Stream.of(acl)).toList(), ticketKey);
  }

  public AccessControl withoutAcl(Acl acl) {
    return withAcls(list -> list.filter(a -> !a.equals(acl)));
  }

  /** Without the entries on one path, as when the object there is deleted. */
  public AccessControl withoutPath(String path) {
    return withAcls(list -> list.filter(a -> !a.path().equals(path)));
  }

  private AccessControl withAcls(UnaryOperator<Stream<Acl>> change) {
    return new AccessControl(users, tokens, roles, change.apply(acls.stream()).toList(), ticketKey);
  }

  /**
   * The privileges a caller holds on a path; the value tells whether they also hold below it.
   *
   * @param pool the pool the object at the path belongs to, whose privileges are added
   */
  public SortedMap<String, Boolean> privileges(Caller caller, String path, Optional<String> pool) {
    return switch (caller) {
      case Caller.Nobody ignored -> Collections.emptySortedMap();
      case Caller.Ticket ticket -> ofSubject(ticket.user(), path, pool);
      case Caller.Token token -> {
        SortedMap<String, Boolean> owner = ofSubject(token.user(), path, pool);
        ApiToken known = tokens.get(token.id());
        if (known == null) {
          yield Collections.emptySortedMap();
        }
        if (!known.separated()) {
          yield owner;
        }
        SortedMap<String, Boolean> both = new TreeMap<>(ofSubject(token.id(), path, pool));
        both.keySet().retainAll(owner.keySet());
        both.replaceAll((privilege, propagates) -> propagates && owner.getOrDefault(privilege, false));
        yield both;
      }
    };
  }

  /** Whether the caller holds a privilege on a path. */
  public boolean may(Caller caller, String path, String privilege, Optional<String> pool) {
    return privileges(caller, path, pool).containsKey(privilege);
  }

  private SortedMap<String, Boolean> ofSubject(String subject, String path, Optional<String> pool) {
    SortedMap<String, Boolean> held = new TreeMap<>();
    if (subject.equals("root@pam")) {
      Privileges.ALL.forEach(p -> held.put(p, true));
      return held;
    }
    Map<String, Boolean> byRole = rolesOf(subject, path);
    if (byRole.containsKey("NoAccess")) {
      return held;
    }
    pool.map(p -> rolesOf(subject, "/pool/" + p)).filter(m -> !m.containsKey("NoAccess")).ifPresent(m -> grant(held, m));
    grant(held, byRole);
    return held;
  }

  private void grant(SortedMap<String, Boolean> held, Map<String, Boolean> byRole) {
    byRole.forEach(
        (role, propagates) ->
            roles.getOrDefault(role, Collections.emptySortedSet()).forEach(p -> held.merge(p, propagates, Boolean::logicalOr)));
  }

  /** Roles at a path: those of the most specific place that has an entry for this subject replace all inherited ones. */
  private Map<String, Boolean> rolesOf(String subject, String path) {
    Map<String, Boolean> found = new TreeMap<>();
    for (String place : places(path)) {
      Map<String, Boolean> here = new TreeMap<>();
      for (Acl acl : acls) {
        if (acl.subject().equals(subject) && acl.path().equals(place) && (acl.propagate() || place.equals(path))) {
          here.put(acl.role(), acl.propagate());
        }
      }
      if (!here.isEmpty()) {
        found = here;
      }
    }
    return found;
  }

  private static List<String> places(String path) {
    List<String> places = new ArrayList<>(List.of("/"));
    StringBuilder place = new StringBuilder();
    for (String segment : path.split("/")) {
      if (!segment.isEmpty()) {
        places.add(place.append('/').append(segment).toString());
      }
    }
    return places;
  }

  private static <V> SortedMap<String, V> changed(
      SortedMap<String, V> map, Consumer<SortedMap<String, V>> change) {
    SortedMap<String, V> next = new TreeMap<>(map);
    change.accept(next);
    return next;
  }

  /** Paths that have an entry, plus the ones every answer of {@code access/permissions} shows. */
  public Set<String> pathsOfInterest() {
    Set<String> paths =
        new TreeSet<>(List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"));
    acls.forEach(a -> paths.add(a.path()));
    return paths;
  }
}
