package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.yaml.Place;

/**
 * A thing that only one document may have.
 *
 * @param scope {@link Scope#FLEET} or only within the host
 * @param what the noun for messages: {@code vmid}, {@code MAC address}
 * @param value normalised, so that equal things are equal texts
 * @param yamlPath where it is declared in the document
 */
public record Claim(Scope scope, String what, String value, String yamlPath, Place place) {
  /** How far a claim reaches. */
  public enum Scope {
    HOST,
    FLEET
  }
}
