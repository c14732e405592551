package io.pvefleet.pve.simulator.world;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API of a host as a function: the same world, call and moment give the same new world and answer. */
public final class Api {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Api() {}

  /** Answers one call of a caller who is already proven. */
  public static Turn answer(World world, Call call, Moment moment) {
    try {
      return new Turn.Answered(world, reply(world, call));
    } catch (Refusal refusal) {
      return new Turn.Answered(world, refusal.asReply());
    }
  }

  private static Reply reply(World world, Call call) {
    String key = call.method() + " " + call.path();
    if (key.equals("GET /version")) {
      return Reply.ok(version(world));
    }
    if (key.equals("GET /cluster/resources")) {
      ObjectNode row = JSON.objectNode();
      row.put("id", "node/" + world.facts().node());
      row.put("type", "node");
      row.put("node", world.facts().node());
      row.put("status", "online");
      return Reply.ok(JSON.arrayNode().add(row));
    }
    if (key.equals("GET /nodes/" + world.facts().node() + "/qemu")) {
      return Reply.ok(JSON.arrayNode());
    }
    throw Refusal.of(501, "Method '" + key + "' not implemented");
  }

  private static ObjectNode version(World world) {
    ObjectNode version = JSON.objectNode();
    version.put("version", world.facts().version());
    version.put("release", world.facts().release());
    version.put("repoid", "14a22df35955d97d");
    return version;
  }
}
