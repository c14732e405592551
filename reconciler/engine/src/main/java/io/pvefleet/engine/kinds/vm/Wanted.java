package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.yaml.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What is wanted of one option of a VM. How two values of an option compare is the option's own {@link Grammar}, not part of
 * what is wanted.
 */
public sealed interface Wanted {

  /** Path in YAML, for example {@code spec.memory}. */
  String path();

  /** Where it is declared; empty where pvefleet itself wants it. */
  Optional<Place> place();

  /** The option must not be set on the host. */
  record Absent(String path, Optional<Place> place) implements Wanted {}

  /** The whole value of the option, as Proxmox takes it. */
  record Value(String path, Optional<Place> place, String text) implements Wanted {}

  /** Some properties of a property string; the others are left as they are. */
  record Properties(String path, Optional<Place> place, SequencedMap<String, Property> properties) implements Wanted {
    public Properties {
      properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
    }
  }

  /** A drive: where its content comes from, how large it is at least, and some of its options. */
  record Disk(
      String path,
      Optional<Place> place,
      DiskSource source,
      Optional<Property> storage,
      Optional<Size> size,
      SequencedMap<String, Property> properties)
      implements Wanted {
    public Disk {
      properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
    }
  }

  /** A CD drive with a volume id, {@code none} for an empty drive or {@code cdrom} for the host's own drive. */
  record Cdrom(String path, Optional<Place> place, String medium) implements Wanted {}

  /** The drive that cloud-init reads, made by Proxmox itself. */
  record CloudInitDrive(String path, Optional<Place> place, String storage) implements Wanted {}

  /**
   * Tags.
   *
   * @param tags lower case, sorted, with the ownership tag
   * @param exact whether other tags on the host are taken away; where tags are not declared they stay
   */
  record Tags(String path, Optional<Place> place, List<String> tags, boolean exact) implements Wanted {
    public Tags {
      tags = List.copyOf(tags);
    }
  }

  /** Public keys for cloud-init, one line each. */
  record SshKeys(String path, Optional<Place> place, List<String> keys) implements Wanted {
    public SshKeys {
      keys = List.copyOf(keys);
    }
  }

  /** Slots to boot from, first one first. */
  record BootOrder(String path, Optional<Place> place, List<String> slots) implements Wanted {
    public BootOrder {
      slots = List.copyOf(slots);
    }
  }

  /**
   * A value that the host never shows again. It is sent when the VM is made or where nothing is set on the host, and cannot be
   * compared afterwards.
   */
  record Secret(String path, Optional<Place> place, String reference) implements Wanted {}

  /**
   * One property of a property string.
   *
   * @param value as Proxmox takes it; empty where the property must not be set
   */
  record Property(String path, Place place, Optional<String> value) {}

  /** A size that a disk must have at least. */
  record Size(String path, Place place, long mebibytes) {
    public long bytes() {
      return Math.multiplyExact(mebibytes, 1024L * 1024L);
    }
  }

  /** Where the content of a disk comes from when it is made; of no account once it is there. */
  sealed interface DiskSource {
    /** A new, empty volume. */
    record Empty() implements DiskSource {}

    /** The disk of the same slot of the template that the VM is a clone of. */
    record Template() implements DiskSource {}

    /** A copy of an image, by volume id. */
    record Import(String volume) implements DiskSource {}

    /** An existing volume, by volume id. */
    record Volume(String volume) implements DiskSource {}
  }

  /** The size in bytes where one is wanted. */
  default OptionalLong sizeBytes() {
    return this instanceof Disk disk && disk.size().isPresent()
        ? OptionalLong.of(disk.size().get().bytes())
        : OptionalLong.empty();
  }
}
