package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Reply;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of the two formats, {@code json} and {@code extjs}. */
final class ReplyFormat {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReplyFormat() {}

  static byte[] json(Reply reply) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("data", reply.data());
    rest(reply, body);
    return JSON.writeValueAsBytes(body);
  }

  /** Errors sit inside a 200 here; those of parameters and rights carry their status as text. */
  static byte[] extjs(Reply reply) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("success", reply.isSuccess() ? 1 : 0);
    body.set("data", reply.data());
    if (!reply.isSuccess()) {
      if (reply.status() == 400 || reply.status() == 403) {
        body.put("status", Integer.toString(reply.status()));
      } else {
        body.put("status", reply.status());
      }
    }
    rest(reply, body);
    return JSON.writeValueAsBytes(body);
  }

  private static void rest(Reply reply, ObjectNode body) {
    if (!reply.isSuccess()) {
      body.put("message", reply.message());
    }
    if (!reply.errors().isEmpty()) {
      ObjectNode errors = body.putObject("errors");
      reply.errors().forEach(errors::put);
    }
    reply.total().ifPresent(total -> body.put("total", total));
  }
}
