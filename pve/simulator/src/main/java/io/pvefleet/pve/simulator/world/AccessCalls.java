package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.AccessControl.Acl;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.AccessControl.User;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.access.Gate;
import io.pvefleet.pve.simulator.world.access.Privileges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls below {@code /access}: login, own rights, users, tokens, roles, ACLs. */
final class AccessCalls {

  /**
   * Which privileges the login tells the web page of, by group. Source: {@code RPCEnvironment.pm}, {@code
   * compute_api_permission}.
   */
  private static final Map<String, String> CAPABILITIES =
      Map.of(
          "vms", "/vms VM\\..*|Permissions\\.Modify",
          "storage", "/storage Datastore\\..*|Permissions\\.Modify",
          "access", "/access User\\.Modify|Group\\.Allocate|Permissions\\.Modify",
          "nodes", "/nodes Sys\\..*|Permissions\\.Modify",
          "sdn", "/sdn SDN\\..*|Permissions\\.Modify",
          "mapping", "/mapping Mapping\\..*|Permissions\\.Modify",
          "dc", "/ Sys\\.Audit|Sys\\.Modify|SDN\\..*");

  private AccessCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("POST /access/ticket", AccessCalls::login);
    handlers.put("GET /access/permissions", AccessCalls::permissions);
    handlers.put("GET /access/roles", AccessCalls::roles);
    handlers.put("POST /access/roles", AccessCalls::newRole);
    handlers.put("GET /access/users", AccessCalls::users);
    handlers.put("POST /access/users", AccessCalls::newUser);
    handlers.put("GET /access/users/{userid}/token", q -> q.answer(Reply.ok(tokens(q, q.text("userid")))));
    handlers.put("GET /access/users/{userid}/token/{tokenid}", AccessCalls::token);
    handlers.put("POST /access/users/{userid}/token/{tokenid}", AccessCalls::newToken);
    handlers.put("DELETE /access/users/{userid}/token/{tokenid}", AccessCalls::dropToken);
    handlers.put("GET /access/acl", AccessCalls::acls);
    handlers.put("PUT /access/acl", AccessCalls::changeAcl);
    handlers.put("GET /access/domains", AccessCalls::domains);
  }

  private static Turn login(Query q) {
    String given = q.text("username");
    String user = given.contains("@") ? given : given + "@" + q.get("realm").orElse(""); // seen: no realm, no login
    Optional<Gate.Login> login = new Gate(q.access()).login(user, q.text("password"), q.moment().now());
    if (login.isEmpty()) {
      throw Refusal.of(401, "authentication failure\n");
    }
    ObjectNode data = Json.object();
    data.put("ticket", login.get().ticket());
    data.put("CSRFPreventionToken", login.get().csrf());
    data.put("username", user);
    ObjectNode cap = data.putObject("cap");
    CAPABILITIES.forEach((group, rule) -> {
      String path = rule.substring(0, rule.indexOf(' '));
      Pattern wanted = Pattern.compile(rule.substring(path.length() + 1));
      ObjectNode held = cap.putObject(group);
      Rights.privileges(q.world(), new Caller.Ticket(user), path).keySet().stream()
          .filter(p -> wanted.matcher(p).matches())
          .forEach(p -> held.put(p, 1));
    });
    return q.answer(Reply.ok(data));
  }

  private static Turn permissions(Query q) {
    Caller asked = q.caller();
    if (q.get("userid").isPresent() && !q.text("userid").equals(q.caller().id())) {
      if (!q.may("/access", "Sys.Audit")) {
        throw Refusal.forbidden("/access, Sys.Audit");
      }
      String id = q.text("userid");
      int bang = id.indexOf('!');
      asked = bang < 0 ? new Caller.Ticket(id) : new Caller.Token(id.substring(0, bang), id.substring(bang + 1));
    }
    ObjectNode data = Json.object();
    if (q.get("path").isPresent()) {
      put(data, q.text("path"), Rights.privileges(q.world(), asked, q.text("path")));
    } else {
      Rights.shown(q.world(), asked).forEach((path, held) -> put(data, path, held));
    }
    return q.answer(Reply.ok(data));
  }

  private static void put(ObjectNode data, String path, SortedMap<String, Boolean> held) {
    ObjectNode row = data.putObject(path);
    held.forEach((privilege, propagates) -> row.put(privilege, propagates ? 1 : 0));
  }

  private static Turn roles(Query q) {
    ArrayNode rows = Json.array();
    q.access().roles().forEach((id, privileges) -> {
      ObjectNode row = rows.addObject();
      row.put("roleid", id);
      row.put("privs", String.join(",", privileges));
      if (id.startsWith("PVE") || id.equals("Administrator") || id.equals("NoAccess")) {
        row.put("special", 1);
      }
    });
    return q.answer(Reply.ok(rows));
  }

  private static Turn newRole(Query q) {
    String id = q.text("roleid");
    if (q.access().roles().containsKey(id)) {
      throw Refusal.died("create role failed: role '" + id + "' already exists");
    }
    SortedSet<String> privileges = new TreeSet<>(listed(q.get("privs")));
    privileges.stream().filter(p -> !Privileges.ALL.contains(p)).findFirst().ifPresent(p -> {
      throw Refusal.parameter("privs", "invalid format - invalid privilege '" + p + "'\n");
    });
    return q.answer(q.world().with(q.access().withRole(id, privileges)), Reply.done());
  }

  private static Turn users(Query q) {
    ArrayNode rows = Json.array();
    boolean all = q.may("/access/groups", "User.Modify") || q.may("/access/groups", "Sys.Audit");
    q.access().users().forEach((id, user) -> {
      // A token is not its user here: it finds the user in the list only by a right.
      if (all || q.caller() instanceof Caller.Ticket && id.equals(q.caller().user())) {
        ObjectNode row = rows.addObject();
        row.put("userid", id);
        row.put("enable", user.enabled() ? 1 : 0);
        row.put("expire", user.expire());
        row.put("realm-type", id.substring(id.indexOf('@') + 1));
        if (q.isSet("full")) {
          row.put("groups", "");
          row.set("tokens", tokens(q, id));
        }
      }
    });
    return q.answer(Reply.ok(rows));
  }

  private static Turn newUser(Query q) {
    String id = q.text("userid");
    if (q.access().users().containsKey(id)) {
      throw Refusal.died("create user failed: user '" + id + "' already exists");
    }
    boolean enabled = q.get("enable").filter("0"::equals).isEmpty();
    User user = new User(q.get("password").orElse(""), enabled, q.number("expire", 0));
    return q.answer(q.world().with(q.access().withUser(id, user)), Reply.done());
  }

  private static ArrayNode tokens(Query q, String user) {
    ArrayNode rows = Json.array();
    q.access().tokens().forEach((id, token) -> {
      if (id.startsWith(user + "!")) {
        rows.add(shown(token).put("tokenid", id.substring(user.length() + 1)));
      }
    });
    return rows;
  }

  private static ObjectNode shown(ApiToken token) {
    ObjectNode row = Json.object();
    row.put("expire", token.expire());
    row.put("privsep", token.separated() ? 1 : 0);
    if (!token.comment().isEmpty()) {
      row.put("comment", token.comment());
    }
    return row;
  }

  private static Turn token(Query q) {
    ApiToken token = q.access().tokens().get(q.text("userid") + "!" + q.text("tokenid"));
    if (token == null) {
      throw Refusal.died("no such token '" + q.text("tokenid") + "' for user '" + q.text("userid") + "'");
    }
    return q.answer(Reply.ok(shown(token)));
  }

  private static Turn newToken(Query q) {
    String id = q.text("userid") + "!" + q.text("tokenid");
    if (q.access().tokens().containsKey(id)) {
      throw Refusal.parameter("tokenid", "Token already exists.");
    }
    String secret = new UUID(q.moment().chance().nextLong(), q.moment().chance().nextLong()).toString();
    boolean separated = q.get("privsep").filter("0"::equals).isEmpty();
    ApiToken token = new ApiToken(secret, separated, q.get("comment").orElse(""), q.number("expire", 0));
    ObjectNode data = Json.object();
    data.put("full-tokenid", id);
    data.put("value", secret);
    ObjectNode info = data.putObject("info");
    info.put("privsep", separated ? "1" : "0");
    q.get("comment").ifPresent(c -> info.put("comment", c));
    q.get("expire").ifPresent(e -> info.put("expire", e));
    return q.answer(q.world().with(q.access().withToken(id, token)), Reply.ok(data));
  }

  private static Turn dropToken(Query q) {
    token(q);
    return q.answer(q.world().with(q.access().withoutToken(q.text("userid") + "!" + q.text("tokenid"))), Reply.done());
  }

  private static Turn acls(Query q) {
    ArrayNode rows = Json.array();
    for (Acl acl : q.access().acls()) {
      if (q.may(acl.path(), "Permissions.Modify") || q.may("/access", "Sys.Audit")) {
        ObjectNode row = rows.addObject();
        row.put("path", acl.path());
        row.put("ugid", acl.subject());
        row.put("type", acl.subject().contains("!") ? "token" : "user");
        row.put("roleid", acl.role());
        row.put("propagate", acl.propagate() ? 1 : 0);
      }
    }
    return q.answer(Reply.ok(rows));
  }

  private static Turn changeAcl(Query q) {
    World world = q.world();
    boolean propagate = q.get("propagate").filter("0"::equals).isEmpty();
    List<String> subjects = new ArrayList<>(listed(q.get("users")));
    subjects.addAll(listed(q.get("tokens")));
    for (String role : listed(q.get("roles"))) {
      if (!world.access().roles().containsKey(role)) {
        throw Refusal.died("role '" + role + "' does not exist");
      }
      for (String subject : subjects) {
        Acl acl = new Acl(q.text("path"), subject, role, propagate);
        world = world.with(q.isSet("delete") ? without(world, acl) : without(world, acl).withAcl(acl));
      }
    }
    return q.answer(world, Reply.done());
  }

  /** An entry is known by path, subject and role; whether it propagates is only its value. */
  private static AccessControl without(World world, Acl acl) {
    return world.access()
        .withoutAcl(acl)
        .withoutAcl(new Acl(acl.path(), acl.subject(), acl.role(), !acl.propagate()));
  }

  private static Turn domains(Query q) {
    ArrayNode rows = Json.array();
    rows.addObject().put("realm", "pam").put("type", "pam").put("comment", "Linux PAM standard authentication");
    rows.addObject().put("realm", "pve").put("type", "pve").put("comment", "Proxmox VE authentication server");
    return q.answer(Reply.ok(rows));
  }

  private static List<String> listed(Optional<String> text) {
    return text.stream().flatMap(t -> Arrays.stream(t.split("[,;\\s]+"))).filter(t -> !t.isEmpty()).toList();
  }
}
