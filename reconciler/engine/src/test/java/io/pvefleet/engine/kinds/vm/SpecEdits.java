package io.pvefleet.engine.kinds.vm;

import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a person might make of a spec: some fields as another generated one has them, others gone, disks moved, grown or taken out. */
final class SpecEdits {

  private static final List<String> SIZES = List.of("6GiB", "7000MiB", "8GiB");
  private static final Set<String> FIXED =
      Set.of("storage", "size", "source", "format", "pve", "efiType", "preEnrolledKeys", "version");
  private static final Set<String> STATE = Set.of("efidisk0", "tpmstate0");

  private final Random random;

  SpecEdits(Random random) {
    this.random = random;
  }

  ObjectNode edited(ObjectNode before, ObjectNode other) {
    ObjectNode after = before.deepCopy();
    for (var field : other.properties()) {
      if (!Set.of("vmid", "disks").contains(field.getKey()) && random.nextInt(3) == 0) {
        after.set(field.getKey(), field.getValue());
      }
    }
    List.copyOf(after.propertyNames()).stream()
        .filter(name -> !Set.of("vmid", "disks").contains(name) && random.nextInt(8) == 0)
        .forEach(after::remove);
    if (after.path("disks") instanceof ObjectNode disks) {
      disks(disks, other.path("disks"));
    }
    return after;
  }

  private void disks(ObjectNode disks, JsonNode others) {
    for (String slot : List.copyOf(disks.propertyNames())) {
      if (!(disks.get(slot) instanceof ObjectNode disk)) {
        continue;
      }
      switch (random.nextInt(8)) {
        case 0 -> disks.putNull(slot);
        case 1, 2 -> moved(disk);
        case 3 -> grown(slot, disk);
        case 4 -> options(disk, others.path(slot));
        case 5 -> disks.remove(slot);
        default -> {
          // Stays as it is.
        }
      }
    }
    for (var other : others.properties()) {
      if (!disks.has(other.getKey()) && random.nextInt(3) == 0) {
        disks.set(other.getKey(), other.getValue());
      }
    }
  }

  private void moved(ObjectNode disk) {
    if (disk.has("storage")) {
      disk.put("storage", List.of("local", "local-lvm", "tank").get(random.nextInt(3)));
      disk.remove("format");
    } else if (disk.has("cdrom")) {
      disk.put("cdrom", random.nextBoolean() ? "none" : "local:iso/b.iso");
    }
  }

  private void grown(String slot, ObjectNode disk) {
    if (!disk.has("cdrom") && !STATE.contains(slot)) {
      disk.put("size", SIZES.get(random.nextInt(SIZES.size())));
    }
  }

  /** The other disk's options, where both are disks. */
  private static void options(ObjectNode disk, JsonNode other) {
    if (!disk.has("cdrom") && !other.has("cdrom")) {
      other.properties().stream()
          .filter(field -> !FIXED.contains(field.getKey()))
          .forEach(field -> disk.set(field.getKey(), field.getValue()));
    }
  }
}
