package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Reply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every ticket and VNC password that a host handed out, for tests that look for them where they must not be. Thread-safe. */
final class IssuedSecrets {
  private static final List<String> FIELDS = List.of("ticket", "password", "CSRFPreventionToken");

  private final Set<String> all = ConcurrentHashMap.newKeySet();

  void note(Reply reply) {
    if (reply.isSuccess() && reply.data().isObject()) {
      FIELDS.forEach(field -> {
        String text = reply.data().path(field).asString("");
        if (!text.isEmpty()) {
          all.add(text);
        }
      });
    }
  }

  Set<String> all() {
    return Set.copyOf(all);
  }
}
