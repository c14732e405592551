package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.yaml.Place;

/**
 * A document of a known kind.
 *
 * @param namePlace where its name stands, or where the document begins if it has none
 * @param isSound whether its shape has no error; nothing but its name may be relied on otherwise
 */
record Document(Envelope envelope, Place namePlace, boolean isSound) {

  String kind() {
    return envelope.kind();
  }

  String name() {
    return envelope.name();
  }

  Place place() {
    return envelope.place();
  }
}
