package io.pvefleet.engine.plan;

import io.pvefleet.fleet.yaml.Place;
import java.util.Optional;

/**
 * One declared attribute that differs.
 *
 * @param path as in YAML below the document, for example {@code spec.memory}
 * @param place where it is declared; empty where pvefleet itself wants it (the ownership tag)
 * @param from as observed, in the YAML's own units; empty where absent; {@code ***} for a secret
 * @param to as desired; empty where it is to be absent
 * @param note what a reader must know beyond the values; may be empty
 */
public record AttributeChange(
    String path, Optional<Place> place, String from, String to, Impact impact, String note) {}
