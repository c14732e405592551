package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.Map;

/**
 * What every document has: kind, name, labels and a spec.
 *
 * @param apiVersion {@code pvefleet/v1}
 * @param site the folder under {@code sites/} that the document lies in; empty elsewhere
 * @param spec as written, before any profile is merged
 * @param place where the document begins
 */
public record Envelope(
    String apiVersion, String kind, String name, String site, Map<String, String> labels, Node.Mapping spec, Place place) {
  public Envelope {
    labels = Map.copyOf(labels);
  }
}
