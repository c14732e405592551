package io.pvefleet.pve.simulator.world.qemu;

import java.util.Optional;

/**
 * One volume on a storage.
 *
 * @param volid {@code STORAGE:NAME} as the API shows it
 * @param content images, iso, import, snippets, ...
 * @param owner the guest it belongs to by its name; 0 where it belongs to none
 * @param size bytes
 * @param format raw, qcow2, iso, ...
 * @param parent volid of the base image a linked clone stands on
 */
public record SimVolume(String volid, String content, int owner, long size, String format, Optional<String> parent) {

  public String storage() {
    return volid.substring(0, volid.indexOf(':'));
  }

  public String name() {
    return volid.substring(volid.indexOf(':') + 1);
  }

  public SimVolume withSize(long bytes) {
    return new SimVolume(volid, content, owner, bytes, format, parent);
  }
}
