package io.pvefleet.pve.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A host on a port of its own for recorded requests that HTTP decides before anything else is asked. For tests outside this package. */
public final class HttpReplay implements AutoCloseable {

  private final SimulatedFleet fleet = SimulatedFleet.start(SimulationSettings.FAST);

  /** What a real host answered: status, reason, and the body without white space at its end. */
  public record Recorded(int status, String reason, String body) {}

  /** Sends one request as it was sent then; empty where the answer is the recorded one. */
  public Optional<String> difference(String method, String target, String contentType, String body, Recorded recorded) throws Exception {
    SimulatedHost host = fleet.hosts().getFirst();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(host)) {
      client.send(
          method + " " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=" + host.token() + "\r\nContent-Type: " + contentType
              + "\r\nContent-Length: " + bytes.length + "\r\n\r\n");
      client.send(bytes);
      RawClient.RawAnswer answer = client.read().orElseThrow();
      Recorded simulated = new Recorded(answer.status(), answer.reason(), answer.text().strip());
      return simulated.equals(recorded) ? Optional.empty() : Optional.of("HTTP: real <" + recorded + "> simulated <" + simulated + ">");
    }
  }

  @Override
  public void close() {
    fleet.close();
  }
}
