package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.schema.Sent;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;

/** The decoder of bodies, for tests outside this package. */
public final class DecodedBody {

  private DecodedBody() {}

  public static SequencedMap<String, Sent> form(String body) {
    return FormDecoding.form(body);
  }

  public static SequencedMap<String, Sent> json(String body) {
    return FormDecoding.json(body.getBytes(StandardCharsets.UTF_8));
  }
}
