package io.pvefleet.engine.kinds.vm;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be told of volumes from their ids alone, and where a VM's options name them. Never asks a storage. */
final class Volumes {

  /**
   * Proxmox's own names carry the owner on every kind of storage that it names volumes on: {@code vm-102-disk-0}, below a folder of
   * the owner on storages of files, behind its base for a linked clone. Only iSCSI units have names of their own.
   */
  private static final Pattern OWNED = Pattern.compile("[^:]+:(?:[^:]*/)?(?:vm|base|subvol)-([0-9]{3,9})-[^/]+");

  /** A storage's files that are no disk of any VM. */
  private static final Pattern NO_IMAGE = Pattern.compile("[^:]+:(?:iso|import|snippets|vztmpl|backup)/.+");

  private static final Pattern UNUSED = Pattern.compile("unused[0-9]+");

  private Volumes() {}

  /** The VM that the volume belongs to by its name. */
  static Optional<Integer> owner(String volume) {
    Matcher name = OWNED.matcher(volume);
    return name.matches() ? Optional.of(Integer.parseInt(name.group(1))) : Optional.empty();
  }

  static boolean isOwnedBy(String volume, int vmid) {
    return owner(volume).equals(Optional.of(vmid));
  }

  /** Whether the volume may be a disk. */
  static boolean isImage(String volume) {
    return !NO_IMAGE.matcher(volume).matches();
  }

  static String storage(String volume) {
    return volume.substring(0, Math.max(0, volume.indexOf(':')));
  }

  /** Options under which disks that are in no slot are kept. */
  static boolean isUnused(String option) {
    return UNUSED.matcher(option).matches();
  }

  /** The slot, other than {@code except}, whose drive is this volume. */
  static Optional<String> slotOf(String volume, Map<String, String> options, String except) {
    return slots(volume, options).filter(slot -> !slot.equals(except)).findFirst();
  }

  /** Slots whose drive is this volume, sorted. */
  static Stream<String> slots(String volume, Map<String, String> options) {
    return options.entrySet().stream()
        .filter(e -> Drive.isSlot(e.getKey()) && Drive.parse(e.getValue()).volume().equals(volume))
        .map(Map.Entry::getKey)
        .sorted();
  }

  /** The {@code unusedN} entry of this volume. */
  static Optional<String> unusedEntry(String volume, Map<String, String> options) {
    return options.entrySet().stream()
        .filter(e -> isUnused(e.getKey()) && Drive.parse(e.getValue()).volume().equals(volume))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
