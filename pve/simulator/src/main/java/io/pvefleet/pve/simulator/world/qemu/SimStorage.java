package io.pvefleet.pve.simulator.world.qemu;

import java.util.Set;

/**
 * One storage of a host.
 *
 * @param content content types it takes: images, iso, import, snippets, vztmpl, backup, rootdir
 * @param total size in bytes
 */
public record SimStorage(String id, Type type, Set<String> content, long total) {

  /** The storage types that are simulated. */
  public enum Type {
    /** Files below a folder: volumes are {@code local:100/vm-100-disk-0.raw}. */
    DIR,
    /** Thin logical volumes, raw only: volumes are {@code local-lvm:vm-100-disk-0}. */
    LVMTHIN
  }

  public SimStorage {
    content = Set.copyOf(content);
  }

  /** Folder of a {@link Type#DIR} storage, as error texts name it. */
  public String folder() {
    return id.startsWith("local") ? "/var/lib/vz" + id.substring("local".length()) : "/mnt/pve/" + id;
  }

  public boolean takes(String kind) {
    return content.contains(kind);
  }
}
