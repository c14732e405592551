package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One call of the API after HTTP is taken off and the caller is proven.
 *
 * @param path decoded, below {@code /api2/json}, with a leading slash
 * @param params values as sent, in order
 * @param arrived when it first arrived, which a call that had to wait for a lock remembers
 */
public record Call(
    String method, String path, SequencedMap<String, Sent> params, Caller caller, Instant arrived) {

  public Call {
    params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
  }
}
