package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.Caller;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One call of the API after HTTP is taken off and the caller is proven.
 *
 * @param path decoded, below {@code /api2/json}, with a leading slash
 * @param params values as sent, in order; a repeated name has several
 */
public record Call(String method, String path, SequencedMap<String, List<String>> params, Caller caller) {

  public Call {
    params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
  }
}
