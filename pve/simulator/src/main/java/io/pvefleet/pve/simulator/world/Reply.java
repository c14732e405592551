package io.pvefleet.pve.simulator.world;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What the host answers, before it becomes HTTP.
 *
 * @param message error text as the handler died with it, ending in a newline where Proxmox has one; empty for a success
 * @param errors per-parameter texts of a 400
 * @param total the {@code total} beside {@code data} of a paged list
 * @param forwarded whether pvedaemon carried the call out, which its headers show
 */
public record Reply(
    int status, String message, JsonNode data, SortedMap<String, String> errors, OptionalLong total, boolean forwarded) {

  public Reply {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  static Reply ok(JsonNode data) {
    return new Reply(200, "", data, Collections.emptySortedMap(), OptionalLong.empty(), false);
  }

  static Reply done() {
    return ok(NullNode.instance);
  }

  static Reply paged(JsonNode data, long total) {
    return new Reply(200, "", data, Collections.emptySortedMap(), OptionalLong.of(total), false);
  }

  static Reply error(int status, String message, Map<String, String> errors) {
    return new Reply(status, message, NullNode.instance, new TreeMap<>(errors), OptionalLong.empty(), false);
  }

  Reply byDaemon() {
    return new Reply(status, message, data, errors, total, true);
  }

  public boolean isSuccess() {
    return status == 200;
  }
}
