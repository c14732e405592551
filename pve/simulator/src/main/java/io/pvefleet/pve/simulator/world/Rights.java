package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The permission that a call declares, as the schema spells it: {@code ["perm", path, [privileges], ...]} and combinations.
 * Source: pve-access-control {@code RPCEnvironment.pm}, {@code exec_api2_perm_check}.
 */
final class Rights {

  private Rights() {}

  static boolean may(World world, Caller caller, String path, String privilege) {
    return world.access().may(caller, path, privilege, poolAt(world, path));
  }

  static SortedMap<String, Boolean> privileges(World world, Caller caller, String path) {
    return world.access().privileges(caller, path, poolAt(world, path));
  }

  /** The pool whose rights also count at a path. */
  private static Optional<String> poolAt(World world, String path) {
    if (path.startsWith("/vms/") && path.substring(5).matches("\\d{1,9}")) {
      return world.poolOf(Integer.parseInt(path.substring(5)));
    }
    if (path.startsWith("/storage/")) {
      String storage = path.substring("/storage/".length());
      return world.pools().entrySet().stream()
          .filter(e -> e.getValue().storages().contains(storage))
          .map(Map.Entry::getKey)
          .findFirst();
    }
    return Optional.empty();
  }

  /** Refuses with the host's words where a declared check does not hold. */
  static void demand(World world, Caller caller, JsonNode check, Function<String, Optional<String>> param) {
    Optional<String> missing = missing(world, caller, check, param);
    if (missing.isPresent()) {
      throw Refusal.forbidden(missing.get());
    }
  }

  /** What is missing, or empty where the check holds. An {@code or} does not say what it missed. */
  private static Optional<String> missing(World world, Caller caller, JsonNode check, Function<String, Optional<String>> param) {
    if (!check.isArray()) {
      return Optional.empty();
    }
    return switch (check.get(0).asString()) {
      case "perm" -> perm(world, caller, check, param);
      case "and" -> rest(check).stream().map(c -> missing(world, caller, c, param)).flatMap(Optional::stream).findFirst();
      case "or" ->
          rest(check).stream().anyMatch(c -> missing(world, caller, c, param).isEmpty()) ? Optional.empty() : Optional.of("");
      case "userid-param" ->
          check.get(1).asString().equals("self")
              ? unless(caller instanceof Caller.Ticket && caller.user().equals(param.apply("userid").orElse("")), "")
              : held(world, caller, "/access/realm/" + realm(param), List.of(check.get(1).asString()));
      case "userid-group" -> held(world, caller, "/access/groups", texts(check.get(1)));
      case "perm-modify" -> held(world, caller, param.apply("path").orElse("/"), List.of("Permissions.Modify"));
      default -> Optional.of("");
    };
  }

  private static Optional<String> perm(World world, Caller caller, JsonNode check, Function<String, Optional<String>> param) {
    Map<String, String> options = options(check);
    String needed = options.get("require_param");
    if (needed != null && param.apply(needed).isEmpty()) {
      return Optional.of("");
    }
    String path = check.get(1).asString();
    for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{')) {
      int close = path.indexOf('}', open);
      path = path.substring(0, open) + param.apply(path.substring(open + 1, close)).orElse("") + path.substring(close + 1);
    }
    List<String> privileges = texts(check.get(2));
    return "1".equals(options.get("any")) ? held(world, caller, path, privileges) : all(world, caller, path, privileges);
  }

  private static Optional<String> held(World world, Caller caller, String path, List<String> any) {
    return unless(any.stream().anyMatch(p -> may(world, caller, path, p)), path + ", " + String.join("|", any));
  }

  private static Optional<String> all(World world, Caller caller, String path, List<String> privileges) {
    return privileges.stream().filter(p -> !may(world, caller, path, p)).findFirst().map(p -> path + ", " + p);
  }

  private static Optional<String> unless(boolean holds, String what) {
    return holds ? Optional.empty() : Optional.of(what);
  }

  private static List<JsonNode> rest(JsonNode check) {
    List<JsonNode> rest = new ArrayList<>();
    check.forEach(rest::add);
    return rest.subList(1, rest.size());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(t -> texts.add(t.asString()));
    return texts;
  }

  private static Map<String, String> options(JsonNode check) {
    return IntStream.iterate(3, i -> i + 1 < check.size(), i -> i + 2)
        .boxed()
        .collect(Collectors.toMap(i -> check.get(i).asString(), i -> check.get(i + 1).asString()));
  }

  private static String realm(Function<String, Optional<String>> param) {
    String user = param.apply("userid").orElse("");
    return user.substring(user.indexOf('@') + 1);
  }

  /** The subset of the rights table that {@code access/permissions} shows for one caller. */
  static SortedMap<String, SortedMap<String, Boolean>> shown(World world, Caller caller) {
    AccessControl access = world.access();
    SortedMap<String, SortedMap<String, Boolean>> shown = new TreeMap<>();
    for (String path : access.pathsOfInterest()) {
      SortedMap<String, Boolean> held = privileges(world, caller, path);
      if (!held.isEmpty()) {
        shown.put(path, held);
      }
    }
    world.pools().values().stream().flatMap(p -> p.vmids().stream()).forEach(vmid -> {
      SortedMap<String, Boolean> held = privileges(world, caller, "/vms/" + vmid);
      if (!held.isEmpty()) {
        shown.put("/vms/" + vmid, held);
      }
    });
    return shown;
  }
}
