package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.yaml.Place;
import java.util.Optional;

/**
 * One declared thing that is not so on the host.
 *
 * @param option as Proxmox names it
 * @param property of the option's property string; empty for the option as a whole
 * @param path in YAML
 * @param from for people, in YAML's units; empty where absent
 * @param to for people, in YAML's units; empty where it is to be absent
 * @param kind what would have to be done
 * @param note what a reader must know beyond the values; for what cannot be done the reason and the way out; may be empty
 */
record Difference(
    String option, String property, String path, Optional<Place> place, String from, String to, Kind kind, String note) {

  /** What would have to be done about a difference. */
  enum Kind {
    /** Give the option or property another value, or take a property away. */
    SET,
    /** Take the option away. */
    UNSET,
    /** Put a drive or a NIC into an empty slot. */
    ADD,
    /** Take a drive or a NIC out of its slot. */
    DETACH,
    /** Take a disk out of one slot and put the same volume into another, in one request: either end of it. */
    REHANG,
    /** Copy a volume to another storage, where the drive then is. */
    MOVE,
    /** Put another medium into a CD drive. */
    MEDIUM,
    GROW,
    /** Mark the VM as managed. */
    OWN,
    /** Put the VM into another pool, or into none. */
    POOL,
    /** Only root@pam itself may do it, never an API token; the note is what {@code qm set} would have to be told. */
    ROOT,
    START,
    RESUME,
    STOP,
    /** Nothing can be done through the API to an existing VM. */
    IMPOSSIBLE
  }

  static Difference set(String option, String property, Wanted wanted, String from, String to) {
    return new Difference(option, property, wanted.path(), wanted.place(), from, to, Kind.SET, "");
  }

  Difference as(Kind other) {
    return new Difference(option, property, path, place, from, to, other, note);
  }

  /** The same of one property. */
  Difference of(String name) {
    return new Difference(option, name, path, place, from, to, kind, note);
  }

  Difference noting(String text) {
    return new Difference(option, property, path, place, from, to, kind, text);
  }

  Difference impossible(String reason) {
    return new Difference(option, property, path, place, from, to, Kind.IMPOSSIBLE, reason);
  }

  /** The same, with what a reader must know beyond the values. */
  Difference noted(String words) {
    return new Difference(option, property, path, place, from, to, kind, words);
  }

  /** The same of a part of what is wanted, with its own path and place. */
  Difference at(String partPath, Place partPlace) {
    return new Difference(option, property, partPath, Optional.of(partPlace), from, to, kind, note);
  }
}
