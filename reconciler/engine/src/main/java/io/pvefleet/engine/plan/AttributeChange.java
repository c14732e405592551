package io.pvefleet.engine.plan;

import io.pvefleet.fleet.yaml.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * One declared attribute in three columns: what Git wants, what the host's configuration holds, and what the running process has.
 * It stands in a plan where two of them differ.
 *
 * <p>Values are in the YAML's own units, empty where the attribute is absent, {@code ***} for a secret.
 *
 * @param path as in YAML below the document, for example {@code spec.memory}
 * @param place where it is declared; empty where pvefleet itself wants it (the ownership tag)
 * @param desired as Git says
 * @param configured as the VM's configuration says, what is pending applied: in force after the next power cycle at the latest
 * @param running in force in the running process; the configured value where nothing waits and where no process runs
 * @param note what a reader must know beyond the values; may be empty
 * @param waitingSince when it was first seen to be configured as Git says and not to run so; empty where it does not wait for that
 */
public record AttributeChange(
    String path, Optional<Place> place, String desired, String configured, String running, Impact impact, String note,
    Optional<Instant> waitingSince) {

  /** One that does not wait, or of which it is not known since when. */
  public AttributeChange(
      String path, Optional<Place> place, String desired, String configured, String running, Impact impact, String note) {
    this(path, place, desired, configured, running, impact, note, Optional.empty());
  }

  /** The same, waiting since then. */
  public AttributeChange waitingSince(Instant since) {
    return new AttributeChange(path, place, desired, configured, running, impact, note, Optional.of(since));
  }

  /** Whether the running process has another value than the configuration. */
  public boolean isPending() {
    return !configured.equals(running);
  }

  /** Whether this is the ownership tag, the one attribute that no document declares. */
  public boolean isOwnership() {
    return place.isEmpty() && path.equals("spec.tags");
  }
}
