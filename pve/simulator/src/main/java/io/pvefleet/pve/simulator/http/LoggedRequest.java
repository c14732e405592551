package io.pvefleet.pve.simulator.http;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * One call that reached a simulated host.
 *
 * @param path decoded, below {@code /api2/json}
 * @param params as decoded; passwords and tickets masked
 * @param identity user or full token id; empty before the login
 * @param status of the answer, also where a fault kept it from the client; 0 where the host did nothing or said nothing
 * @param fault name of the fault that struck, or empty
 */
public record LoggedRequest(
    Instant at, String method, String path, SequencedMap<String, String> params, String identity, int status, String fault) {

  public LoggedRequest {
    params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
  }

  LoggedRequest unanswered() {
    return new LoggedRequest(at, method, path, params, identity, 0, fault);
  }

  public boolean isWrite() {
    return !method.equals("GET");
  }

  /** Whether the host created, or began to create, a guest. */
  public boolean createsGuest() {
    return method.equals("POST") && status == 200 && (path.matches("/nodes/[^/]+/qemu") || path.endsWith("/clone"));
  }

  @Override
  public String toString() {
    String shown = params.entrySet().stream().map(e -> " " + e.getKey() + "=" + e.getValue()).collect(Collectors.joining());
    return method + " " + path + shown + " -> " + status + (fault.isEmpty() ? "" : " [" + fault + "]");
  }
}
