package io.pvefleet.pve.simulator.world.qemu;

import io.pvefleet.pve.wire.PveRequest.Method;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A call below {@code /nodes/{node}/qemu} that has passed the schema check.
 *
 * @param path decoded segments after {@code qemu}: empty for the list and for create, else {@code [100, config]}
 * @param params checked values as text: booleans {@code 1} and {@code 0}, arrays joined with commas, without node and vmid of
 *     the path
 */
public record QemuRequest(Method method, List<String> path, SequencedMap<String, String> params) {

  public QemuRequest {
    path = List.copyOf(path);
    params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
  }

  public static QemuRequest of(Method method, List<String> path, Map<String, String> params) {
    return new QemuRequest(method, path, new LinkedHashMap<>(params));
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(params.get(name));
  }

  boolean isSet(String name) {
    return "1".equals(params.get(name));
  }
}
