package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.fleet.schema.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Disks of a generated VM: where each comes from decides which of its fields go together, the other fields come by their shape. */
final class DiskGenerator {

  /** A volume that the host has and that is in no slot of the VM. */
  static final String SPARE = "local:102/vm-102-disk-70.raw";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper JSON_MAPPER = JsonMapper.builder().build();

  /** Chance alone hardly ever gives a burst its limit and its length. */
  private static final List<String> LIMITS = List.of(
      """
      {"mbps": 100, "iops": 100, "burst": {"mbps": 200, "mbpsLength": "60s", "iops": 300, "iopsLength": "1s"}}""",
      """
      {"mbpsRead": 100, "mbpsWrite": 10, "iopsRead": 100, "iopsWrite": 10, "burst": {"mbpsRead": 200, "mbpsReadLength": "60s",
       "mbpsWrite": 200, "mbpsWriteLength": "1s", "iopsRead": 300, "iopsReadLength": "60s", "iopsWrite": 200, "iopsWriteLength": "1s"}}""");
  private static final List<String> STORAGES = List.of("local", "local-lvm", "tank");
  private static final List<String> SIZES = List.of("1GiB", "2GiB", "3000MiB", "4GiB");
  private static final Set<String> MADE_HERE = Set.of("storage", "size", "source", "cdrom");

  private final Random random;
  private final SpecGenerator specs;
  private final List<String> storages;

  DiskGenerator(Random random, SpecGenerator specs) {
    this.random = random;
    this.specs = specs;
    // Where everything lies on one storage of thin volumes, the VM can have snapshots.
    this.storages = random.nextInt(3) == 0 ? List.of("local-lvm") : STORAGES;
  }

  ObjectNode disks() {
    ObjectNode disks = JSON.objectNode();
    boolean isClone = random.nextInt(4) == 0;
    disks.set("scsi0", isClone ? cloned() : empty("scsi0"));
    some(disks, "virtio0", () -> random.nextBoolean() ? empty("virtio0") : imported());
    some(disks, "scsi1", () -> random.nextInt(4) == 0 ? JSON.nullNode() : empty("scsi1"));
    some(disks, "sata1", () -> empty("sata1"));
    some(disks, "ide1", () -> random.nextBoolean() ? empty("ide1") : imported());
    if (storages.size() > 1) {
      some(disks, "scsi5", this::spare);
    }
    some(disks, "ide2", this::cdrom);
    some(disks, "sata3", this::cdrom);
    some(disks, "efidisk0", () -> state("efidisk0"));
    some(disks, "tpmstate0", () -> state("tpmstate0"));
    return disks;
  }

  private void some(ObjectNode disks, String slot, java.util.function.Supplier<JsonNode> disk) {
    if (random.nextInt(3) == 0) {
      disks.set(slot, disk.get());
    }
  }

  private ObjectNode empty(String slot) {
    return fitting(options(slot).put("storage", one(storages)).put("size", one(SIZES)));
  }

  private ObjectNode imported() {
    ObjectNode disk = options("virtio0").put("storage", one(storages));
    disk.putObject("source").put("import", "local:import/a.qcow2");
    return fitting(random.nextBoolean() ? disk : disk.put("size", "4GiB"));
  }

  private ObjectNode cloned() {
    ObjectNode disk = options("scsi0");
    ObjectNode source = disk.putObject("source").put("template", 9000);
    if (random.nextBoolean()) {
      disk.put("storage", one(storages));
    }
    if (random.nextBoolean()) {
      source.put("full", true);
    }
    return random.nextBoolean() ? disk : disk.put("size", "5GiB");
  }

  private ObjectNode spare() {
    ObjectNode disk = JSON.objectNode();
    disk.putObject("source").put("volume", SPARE);
    return disk;
  }

  private ObjectNode cdrom() {
    return JSON.objectNode().put("cdrom", one(List.of("none", "cdrom", "local:iso/a.iso", "local:iso/b.iso")));
  }

  private ObjectNode state(String slot) {
    return fitting(options(slot).put("storage", one(storages)));
  }

  /** Everything else that a disk has; what does not fit its slot is taken away again when the document is checked. */
  private ObjectNode options(String slot) {
    ObjectNode node = JSON.objectNode();
    boolean hasWwn = !slot.startsWith("virtio");
    if (VmSchema.SPEC.fields().stream().filter(f -> f.name().equals("disks")).findFirst().orElseThrow().shape()
            instanceof Shape.Dictionary disks
        && disks.value() instanceof Shape.Struct disk) {
      disk.fields().stream()
          .filter(field -> !MADE_HERE.contains(field.name()) && !(field.name().equals("pve") && isState(slot)))
          .filter(field -> isState(slot) || random.nextInt(2) == 0)
          .forEach(field -> specs.field(node, field, "disks.*." + field.name()));
    }
    if (!isState(slot) && random.nextInt(5) == 0) {
      node.set("limits", JSON_MAPPER.readTree(one(LIMITS)));
    }
    if (!hasWwn && node.path("pve") instanceof ObjectNode pve) {
      pve.remove("wwn");
    }
    return node;
  }

  private static boolean isState(String slot) {
    return slot.equals("efidisk0") || slot.equals("tpmstate0");
  }

  /** Storages of logical volumes have one format only, which a document cannot know. */
  private static ObjectNode fitting(ObjectNode disk) {
    if (disk.path("storage").asString("").equals("local-lvm")) {
      disk.remove("format");
    }
    return disk;
  }

  String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
