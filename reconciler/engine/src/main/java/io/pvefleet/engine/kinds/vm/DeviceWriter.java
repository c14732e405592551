package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.model.Quantity;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SequencedMap;

/** Writes what {@link DiskParser} and {@link NetworkParser} read. */
final class DeviceWriter {

  private static final Set<String> FLAGS =
      Set.of("ioThread", "ssd", "backup", "replicate", "readOnly", "preEnrolledKeys", "firewall", "linkDown");

  /** Written by the host, or by the fields beside. */
  private static final Set<String> SILENT = Set.of("media", "size", "format", "ms-cert");

  private DeviceWriter() {}

  /** Whether the option is a drive or a network card. */
  static boolean write(String option, String value, Leaves leaves) {
    if (Drive.isSlot(option)) {
      drive(option, Drive.parse(value), leaves);
      return true;
    }
    if (Options.family(option).equals("net") && !option.equals("net")) {
      card(option, Nic.parse(value), leaves);
      return true;
    }
    if (Options.family(option).equals("unused")) {
      leaves.note(option, "a volume that is in no slot: left out. Give it a slot with source.volume to have it declared.");
      return true;
    }
    return false;
  }

  private static void drive(String slot, Drive drive, Leaves leaves) {
    if (drive.isCloudInit()) {
      cloudInit(slot, drive, leaves);
    } else if (drive.isCdrom()) {
      leaves.word(drive.volume(), "disks", slot, "cdrom");
      drive.options().keySet().stream().filter(name -> !SILENT.contains(name)).forEach(name ->
          leaves.note(slot, name + " of a CD drive has no field: left out."));
    } else if (drive.storage().isEmpty()) {
      leaves.note(slot, "a disk of the host itself and no volume of a storage: left out.");
    } else {
      disk(slot, drive, leaves);
    }
  }

  private static void cloudInit(String slot, Drive drive, Leaves leaves) {
    if (!slot.equals("ide2")) {
      leaves.word(slot, "cloudInit", "drive", "slot");
    }
    leaves.word(drive.storage().orElse(""), "cloudInit", "drive", "storage");
  }

  private static void disk(String slot, Drive drive, Leaves leaves) {
    leaves.word(drive.storage().orElse(""), "disks", slot, "storage");
    OptionalLong bytes = drive.sizeBytes();
    boolean isState = slot.equals("efidisk0") || slot.equals("tpmstate0");
    if (bytes.isPresent() && !isState) {
      // A part of a MiB cannot be declared, and a disk that is larger by less than an extent is the disk that was declared.
      leaves.word(Quantity.ofMiB(Math.max(1, bytes.getAsLong() >> 20)).toString(), "disks", slot, "size");
    }
    SequencedMap<String, String> rest = HardwareWriter.properties(slot, drive.text());
    rest.remove("file");
    rest.keySet().removeAll(SILENT);
    HardwareWriter.take(rest, "discard", value -> leaves.flag(value.equals("on") ? "1" : "0", "disks", slot, "discard"));
    DiskParser.OPTIONS.forEach((yaml, pve) ->
        HardwareWriter.take(rest, pve, value -> put(leaves, yaml, value, "disks", slot, yaml)));
    DiskParser.LIMITS.forEach((yaml, pve) -> {
      HardwareWriter.take(rest, pve, value -> leaves.number(value, "disks", slot, "limits", yaml));
      HardwareWriter.take(rest, pve + "_max", value -> leaves.number(value, "disks", slot, "limits", "burst", yaml));
    });
    DiskParser.LENGTHS.forEach((yaml, pve) -> HardwareWriter.take(
        rest, pve, value -> leaves.word(HardwareWriter.seconds(value), "disks", slot, "limits", "burst", yaml)));
    leaves.rest(rest, "disks", slot);
  }

  /** The address is the host's own: a document that is used for a second VM would give both the same one. */
  private static void card(String slot, SequencedMap<String, String> card, Leaves leaves) {
    card.remove("macaddr");
    HardwareWriter.take(card, "trunks", value -> leaves.words(java.util.List.of(value.split(";")), "networks", slot, "trunks"));
    for (Map.Entry<String, String> name : NetworkParser.OPTIONS.entrySet()) {
      HardwareWriter.take(card, name.getValue(), value -> put(leaves, name.getKey(), value, "networks", slot, name.getKey()));
    }
    leaves.rest(card, "networks", slot);
  }

  private static void put(Leaves leaves, String field, String value, String... path) {
    switch (field) {
      case "vlan", "mtu", "queues" -> leaves.whole(value, path);
      case "rate" -> leaves.number(value, path);
      default -> {
        if (FLAGS.contains(field)) {
          leaves.flag(value, path);
        } else {
          leaves.word(value, path);
        }
      }
    }
  }
}
