package io.pvefleet.engine.port;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What came of one request, as the engine sees it. */
public sealed interface Answer {

  /** The host answered with success. JSON null where the answer carried nothing. */
  record Data(JsonNode data) implements Answer {}

  /**
   * The host refused, or did not answer.
   *
   * @param message one line for people, without secrets
   * @param fields per-parameter texts, where the host gave any
   */
  record Fault(FaultKind kind, String message, Map<String, String> fields) implements Answer {
    public Fault {
      fields = Map.copyOf(fields);
    }
  }
}
