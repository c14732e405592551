package io.pvefleet.pve.wire;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One answer of the Proxmox VE API, whichever major version gave it.
 *
 * <p>Proxmox puts error texts into the reason phrase (7, early 8) or also into {@code message} of the body (late 8, 9);
 * {@link #message} is whichever was there, trimmed. Immutable.
 *
 * @param status HTTP status, or one of Proxmox's own 595 to 599
 * @param reason reason phrase of the status line, as sent
 * @param data the {@code data} member; JSON null where the answer had none
 * @param errors per-parameter texts of a 400; empty otherwise
 * @param message the error text; empty for a success
 */
public record PveResponse(int status, String reason, JsonNode data, Map<String, String> errors, String message) {

  public PveResponse {
    errors = Map.copyOf(errors);
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
