package io.pvefleet.pve.simulator.world.schema;

import java.util.List;

/** A parameter's value as it arrived. */
public sealed interface Sent {

  /** One value. */
  record Scalar(String text) implements Sent {}

  /** A repeated name or a JSON array. */
  record Array(List<String> texts) implements Sent {
    public Array {
      texts = List.copyOf(texts);
    }
  }

  /** A JSON object, which no parameter of the simulated calls takes. */
  record Hash() implements Sent {}

  /** JSON null, on which the host dies. */
  record Undefined() implements Sent {}

  static Sent of(String text) {
    return new Scalar(text);
  }
}
