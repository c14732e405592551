package io.pvefleet.engine.kinds.vm.schema;

import io.pvefleet.fleet.model.Durations;
import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.schema.Shape.Array;
import io.pvefleet.fleet.schema.Shape.Decimal;
import io.pvefleet.fleet.schema.Shape.Dictionary;
import io.pvefleet.fleet.schema.Shape.Field;
import io.pvefleet.fleet.schema.Shape.Flag;
import io.pvefleet.fleet.schema.Shape.Struct;
import io.pvefleet.fleet.schema.Shape.Text;
import io.pvefleet.fleet.schema.Shape.Whole;
import io.pvefleet.fleet.schema.Shape.Words;
import java.util.ArrayList;
import java.util.List;

/** Disks and networks: mappings keyed by the slot that Proxmox gives them, so that nothing is ever reordered. */
final class DeviceSchema {

  static final String STORAGE = "[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]";

  /** An upper bound for anything that counts requests or MB in a second. */
  private static final double MAX_RATE = 10_000_000;

  static final Dictionary DISKS =
      Dictionary.nullable(
          "Disks and CD drives by slot; null takes one out. The volume of a disk that is taken out stays on its storage as an"
              + " unused disk, unless lifecycle.disks is delete.",
          Slots.DRIVE.pattern(),
          disk());

  static final Dictionary NETWORKS =
      Dictionary.nullable("Network cards by slot; null takes one out.", "net([0-9]|[12][0-9]|3[01])", network());

  private DeviceSchema() {}

  private static Text storage(String description) {
    return Text.matching(description, STORAGE, "local-lvm");
  }

  private static Text volume(String description, String example) {
    return Text.matching(description, VmSchema.VOLUME_PREFIX + VmSchema.PLAIN, example);
  }

  private static Struct disk() {
    return new Struct(
        "A disk, or with cdrom a CD drive. For a new disk storage and size are needed, unless its template brings it.",
        List.of(
            Field.optional(
                "storage",
                storage(
                    "Storage of the volume. Another one has the volume moved there; the old volume stays as an unused disk unless"
                        + " lifecycle.disks is delete.")),
            Field.optional(
                "size", Quantity.shape("Size, whole MiB, rounded up by the storage to its own unit. A disk only grows.", "64GiB")),
            Field.optional("source", source()),
            Field.optional(
                "cdrom",
                Text.matching(
                    "A CD drive with this ISO image; none for an empty drive, cdrom for the host's own.",
                    "none|cdrom|" + VmSchema.VOLUME_PREFIX + VmSchema.PLAIN,
                    "local:iso/debian-13.iso",
                    "none")),
            Field.optional(
                "format",
                Words.of(
                    "Format of a new or moved volume, on storages of files; it is never changed by itself.",
                    "raw",
                    "qcow2",
                    "vmdk")),
            Field.nullable(
                "cache",
                Words.of(
                    "Cache of the host.",
                    "none",
                    "writethrough",
                    "writeback",
                    "unsafe",
                    "directsync")),
            Field.nullable("discard", new Flag("Hand unused blocks back to the storage.")),
            Field.nullable(
                "ioThread",
                new Flag("An I/O thread of its own (scsi with virtio-scsi-single, virtio).")),
            Field.nullable("ssd", new Flag("Show it as an SSD (not for virtio).")),
            Field.nullable("backup", new Flag("Part of backups.")),
            Field.nullable("replicate", new Flag("Part of replication.")),
            Field.nullable(
                "aio", Words.of("How the host does I/O.", "native", "threads", "io_uring")),
            Field.nullable("readOnly", new Flag("The guest cannot write (scsi, virtio).")),
            Field.nullable(
                "serial",
                Text.matching(
                    "Serial number that the guest sees, percent-encoded.",
                    "[A-Za-z0-9_.!~*'()%-]{1,60}",
                    "S1")),
            Field.optional("limits", limits()),
            Field.optional(
                "efiType",
                Words.of(
                    "For efidisk0: size of the variable store; 4m is the one for new machines.",
                    "2m",
                    "4m")),
            Field.optional(
                "preEnrolledKeys",
                new Flag("For efidisk0: Microsoft's and distributions' keys for Secure Boot.")),
            Field.optional(
                "version", Words.of("For tpmstate0: version of the TPM.", "v1.2", "v2.0")),
            Field.optional("pve", VmSchema.rawProperties("the drive"))));
  }

  private static Struct source() {
    return new Struct(
        "Where the content of a new disk comes from. Read only while the slot is empty: a disk that is there is never made anew"
            + " or exchanged.",
        List.of(
            Field.optional(
                "template",
                new Whole(
                    "The VM is a clone of this template, and the disk is the template's disk of the same slot. All disks of a VM"
                        + " with a template name the same one.",
                    100,
                    999_999_999)),
            Field.optional(
                "full",
                new Flag(
                    "With template: copy the disks whole (true) or link them to the template's (false). Left out: linked where"
                        + " the template lies on the declared storage, else whole.")),
            Field.optional(
                "import", volume("A copy of this image.", "local:import/debian-13.qcow2")),
            Field.optional(
                "volume",
                volume(
                    "This existing volume of the VM itself. With the slot that has it now set to null in the same commit, the disk"
                        + " changes its slot and keeps its data.",
                    "local-lvm:vm-102-disk-3"))));
  }

  private static Struct limits() {
    return new Struct("Limits of throughput.", rates(Field.optional("burst", burst())));
  }

  private static Struct burst() {
    return new Struct(
        "What may go through above the limits, and for how long; each needs its limit.",
        rates(
            Field.nullable("mbpsLength", Durations.shape("How long mbps may last.")),
            Field.nullable("mbpsReadLength", Durations.shape("How long mbpsRead may last.")),
            Field.nullable("mbpsWriteLength", Durations.shape("How long mbpsWrite may last.")),
            Field.nullable("iopsLength", Durations.shape("How long iops may last.")),
            Field.nullable("iopsReadLength", Durations.shape("How long iopsRead may last.")),
            Field.nullable("iopsWriteLength", Durations.shape("How long iopsWrite may last."))));
  }

  /** The six rates, and what is said beside them. */
  private static List<Field> rates(Field... more) {
    List<Field> fields = new ArrayList<>(List.of(
        Field.nullable("mbps", new Decimal("MB/s in both directions together.", 0, MAX_RATE)),
        Field.nullable("mbpsRead", new Decimal("MB/s read.", 0, MAX_RATE)),
        Field.nullable("mbpsWrite", new Decimal("MB/s written.", 0, MAX_RATE)),
        Field.nullable("iops", new Whole("Requests per second.", 0, (long) MAX_RATE)),
        Field.nullable("iopsRead", new Whole("Reads per second.", 0, (long) MAX_RATE)),
        Field.nullable("iopsWrite", new Whole("Writes per second.", 0, (long) MAX_RATE))));
    fields.addAll(List.of(more));
    return fields;
  }

  private static Struct network() {
    return new Struct(
        "A network card. Its MAC address is kept; one is made up by Proxmox where none is declared.",
        List.of(
            Field.optional(
                "model",
                new Words(
                    "Model that the guest sees; default virtio for a new card.",
                    Slots.CARD_MODELS.stream().sorted().toList())),
            Field.nullable(
                "bridge",
                Text.matching(
                    "Bridge of the host; without one the card is behind NAT.",
                    "[A-Za-z][A-Za-z0-9_.-]{0,14}",
                    "vmbr0")),
            Field.nullable("vlan", new Whole("VLAN tag.", 1, 4094)),
            Field.nullable(
                "trunks",
                new Array(
                    "VLANs that pass through.",
                    Text.matching("A VLAN or a range.", "[0-9]{1,4}(-[0-9]{1,4})?", "20", "30-39"),
                    1,
                    true)),
            Field.optional(
                "mac",
                Text.matching(
                    "Address of the card, unicast.",
                    "[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}",
                    "BC:24:11:00:20:00")),
            Field.nullable("firewall", new Flag("Proxmox's firewall filters the card.")),
            Field.nullable("mtu", new Whole("MTU; 1 is the bridge's (virtio only).", 1, 65_520)),
            Field.nullable("rate", new Decimal("MB/s at most.", 0, MAX_RATE)),
            Field.nullable("queues", new Whole("Queues (virtio).", 0, 64)),
            Field.nullable("linkDown", new Flag("The cable is pulled.")),
            Field.optional("pve", VmSchema.rawProperties("the card"))));
  }
}
