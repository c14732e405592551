package io.pvefleet.engine.kinds.vm.schema;

import io.pvefleet.fleet.model.Durations;
import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.Shape.Array;
import io.pvefleet.fleet.schema.Shape.Decimal;
import io.pvefleet.fleet.schema.Shape.Dictionary;
import io.pvefleet.fleet.schema.Shape.Either;
import io.pvefleet.fleet.schema.Shape.Field;
import io.pvefleet.fleet.schema.Shape.Flag;
import io.pvefleet.fleet.schema.Shape.Struct;
import io.pvefleet.fleet.schema.Shape.Text;
import io.pvefleet.fleet.schema.Shape.Whole;
import io.pvefleet.fleet.schema.Shape.Words;
import java.util.List;
import java.util.Optional;

/**
 * What {@code spec} of a VirtualMachine may look like, without {@code host} and {@code profiles}. What is left out is not
 * managed, {@code null} must be absent on the host. Whatever one value alone can say wrong is said here, so that
 * editors say it too.
 */
public final class VmSchema {

  /**
   * Anything but blanks and commas, in ASCII: of every text but a description Proxmox stores other characters as bytes and reads them
   * back as others, so that they never compare.
   */
  static final String PLAIN = "[!-+--~]+";

  /** A storage, up to what it calls its volume. */
  static final String VOLUME_PREFIX = "[A-Za-z][A-Za-z0-9_.-]*:";

  /** The whole of it. */
  public static final Struct SPEC = Shape.extend(first(), PeripheralSchema.FIELDS);

  private static Struct first() {
    return new Struct(
          "A virtual machine on a Proxmox VE host. What is left out is not managed; null must be absent on the host.",
          List.of(
              Field.required(
                  "vmid",
                  new Whole(
                      "The identity on its host, chosen here and never changed.",
                      100,
                      999_999_999)),
              Field.optional(
                  "power",
                  Words.of(
                      "The power state that is kept; left out it is not managed.",
                      "running",
                      "stopped",
                      "unmanaged")),
              Field.nullable(
                  "os",
                  Words.of(
                      "Operating system of the guest; decides defaults of its hardware. For Windows, Proxmox pins the machine.",
                      "other",
                      "wxp",
                      "w2k",
                      "w2k3",
                      "w2k8",
                      "wvista",
                      "win7",
                      "win8",
                      "win10",
                      "win11",
                      "l24",
                      "l26",
                      "solaris")),
              Field.nullable(
                  "bios", Words.of("Firmware. ovmf needs a disk efidisk0.", "seabios", "ovmf")),
              Field.nullable("machine", machine()),
              Field.optional("cpu", cpu()),
              Field.nullable("memory", memory()),
              Field.nullable("balloon", balloon()),
              Field.nullable(
                  "scsiController",
                  Words.of(
                      "Controller of the scsi disks. ioThread needs virtio-scsi-single.",
                      "lsi",
                      "lsi53c810",
                      "virtio-scsi-pci",
                      "virtio-scsi-single",
                      "megasas",
                      "pvscsi")),
              Field.optional("disks", DeviceSchema.DISKS),
              Field.optional("networks", DeviceSchema.NETWORKS),
              Field.optional("cloudInit", CloudInitSchema.CLOUD_INIT),
              Field.optional("boot", boot()),
              Field.nullable("agent", agent()),
              Field.nullable(
                  "protection",
                  new Flag("Proxmox refuses to delete the VM or to remove its disks.")),
              Field.optional(
                  "tags",
                  new Array(
                      "Exactly these tags, besides pvefleet, which marks the VM as managed. Case and order do not count.",
                      new Text(
                          "A tag.",
                          Optional.of("[A-Za-z0-9_][A-Za-z0-9_.+-]*"),
                          1,
                          124,
                          List.of("till")),
                      0,
                      true)),
              Field.nullable(
                  "description",
                  new Text(
                      "Notes, in Markdown. White space at the end is cut.",
                      Optional.of("[\\s\\S]*\\S[\\s\\S]*"),
                      1,
                      8192,
                      List.of("Counter 1"))),
              Field.nullable(
                  "pool",
                  Text.matching(
                      "Resource pool that the VM is in; null for none. Needs Proxmox VE 8.1, and Pool.Audit and Pool.Allocate on the pool.",
                      "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}",
                      "tills")),
              Field.optional("restart", restart()),
              Field.optional("lifecycle", lifecycle()),
              Field.optional("drift", drift()),
              Field.optional(
                  "pve",
                  Dictionary.nullable(
                      "Any other option of the Proxmox configuration, by its own name and in its own words; null must be absent.",
                      "[a-z][a-z0-9_-]*",
                      raw()))));
  }

  private VmSchema() {}

  /** A value in Proxmox's own words. */
  static Either raw() {
    return new Either(
        "Value as Proxmox takes it.",
        List.of(
            // No white space at its ends, which Proxmox would keep or cut as it likes.
            new Text("Text in ASCII.", Optional.of("[!-~]([ -~]*[!-~])?"), 1, 4096, List.of("source=/dev/urandom")),
            new Decimal("Number.", 0, 999_999_999_999.0),
            new Flag("true is 1, false is 0.")));
  }

  /** Other sub-options of an option that is a list of them. */
  static Dictionary rawProperties(String of) {
    return Dictionary.nullable(
        "Any other sub-option of " + of + ", by its own name; null must be absent.",
        "[a-z][a-z0-9_-]*",
        new Either(
            "Value as Proxmox takes it.",
            List.of(
                new Text(
                    "Text in ASCII without a comma.", Optional.of("[!-+--~]([ -+--~]*[!-+--~])?"), 1, 512, List.of("stop")),
                new Decimal("Number.", 0, 999_999_999_999.0),
                new Flag("true is 1, false is 0."))));
  }

  private static Either machine() {
    Text type =
        Text.matching(
            "Machine type. Without a version any version of it will do.",
            "(pc|q35|virt|(pc-i440fx|pc-q35|virt)-[0-9]+(\\.[0-9]+)+(\\+pve[0-9]+)?(\\.pxe)?)",
            "q35",
            "pc-q35-9.0");
    return new Either(
        "Machine type, alone or with options.",
        List.of(
            type,
            new Struct(
                "Machine type with options.",
                List.of(
                    Field.nullable("type", type),
                    Field.nullable("viommu", Words.of("Virtual IOMMU (Proxmox VE 8.2 and later).", "intel", "virtio")),
                    Field.optional("pve", rawProperties("machine"))))));
  }

  private static Struct cpu() {
    return new Struct(
        "Processors.",
        List.of(
            Field.nullable("cores", new Whole("Cores of each socket.", 1, 1024)),
            Field.nullable("sockets", new Whole("Sockets.", 1, 64)),
            Field.nullable(
                "type",
                Text.matching(
                    "Processor that the guest sees.",
                    "[A-Za-z0-9][A-Za-z0-9_.-]*",
                    "x86-64-v2-AES",
                    "host")),
            Field.nullable(
                "flags",
                new Array(
                    "Processor flags that are given or taken, exactly these.",
                    Text.matching("A flag with its sign.", "[+-][A-Za-z0-9_.-]+", "+aes"),
                    1,
                    true)),
            Field.nullable(
                "vcpus",
                new Whole(
                    "Processors plugged in at start, at most cores times sockets.", 1, 65_536)),
            Field.nullable(
                "limit", new Decimal("Processors' worth of time at most; 0 is no limit.", 0, 128)),
            Field.nullable(
                "units",
                new Whole(
                    "Weight against other guests. Hosts with cgroup v2 keep 10000 at most.",
                    1,
                    262_144)),
            Field.nullable("numa", new Flag("Emulate NUMA; plugging memory needs it.")),
            Field.nullable(
                "affinity",
                Text.matching(
                    "Processors of the host that it runs on. Only root@pam itself may set it, never an API token.",
                    "[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*",
                    "0-3,8")),
            Field.optional("pve", rawProperties("cpu"))));
  }

  private static Text memoryAmount(String description) {
    return Quantity.shape(description, "4GiB", "512MiB");
  }

  private static Either balloon() {
    return new Either(
        "Memory that stays when the host runs short; 0 takes the balloon device away.",
        List.of(memoryAmount("At most the memory."), new Whole("No balloon device.", 0, 0)));
  }

  private static Either memory() {
    return new Either(
        "Memory, alone or with its balloon.",
        List.of(
            memoryAmount("Memory of the guest."),
            new Struct(
                "Memory and its balloon.",
                List.of(
                    Field.nullable("size", memoryAmount("Memory of the guest.")),
                    Field.nullable("balloon", balloon()),
                    Field.nullable("shares", new Whole("Weight against other guests when memory is short.", 0, 50_000)),
                    Field.nullable("ksm", new Flag("The host may merge equal pages of this guest (Proxmox VE 9 and later)."))))));
  }

  private static Struct boot() {
    return new Struct(
        "How and when it boots.",
        List.of(
            Field.nullable(
                "order",
                new Array(
                    "Devices to boot from, the first one first.",
                    Text.matching(
                        "A slot of disks or networks.",
                        "(ide|sata|scsi|virtio|net|usb|hostpci)[0-9]{1,2}",
                        "scsi0",
                        "net0"),
                    1,
                    true)),
            Field.nullable("onBoot", new Flag("Start it when the host starts.")),
            Field.nullable(
                "startup",
                new Struct(
                    "Its turn when the host starts or stops all guests. Needs the privilege Sys.Modify.",
                    List.of(
                        Field.nullable("order", new Whole("Lower ones start first.", 0, 1_000_000)),
                        Field.nullable("up", Durations.shape("Wait before the next one starts.")),
                        Field.nullable(
                            "down", Durations.shape("How long its shutdown may take.")))))));
  }

  private static Either agent() {
    return new Either(
        "The QEMU guest agent runs in the guest.",
        List.of(
            new Flag("Whether it does."),
            new Struct(
                "The guest agent with its options.",
                List.of(
                    Field.nullable("enabled", new Flag("Whether it runs in the guest.")),
                    Field.nullable("type", Words.of("How it is attached.", "virtio", "isa")),
                    Field.nullable(
                        "trim", new Flag("Trim the guest's disks after a move or clone.")),
                    Field.nullable(
                        "freeze",
                        new Flag(
                            "Freeze the guest's file systems for a backup (Proxmox VE 8 and later)."))))));
  }

  private static Struct restart() {
    return new Struct(
        "Whether and how the guest may be shut down, for pending changes and for power: stopped.",
        List.of(
            Field.optional(
                "policy",
                Words.of(
                    "When a change that needs a restart may have one; default never.",
                    "never",
                    "window",
                    "immediate")),
            Field.optional(
                "timeout", Durations.shape("How long a graceful shutdown may take; default 3m.")),
            Field.optional(
                "force",
                new Flag(
                    "Switch off a guest that does not shut down in that time; default false."))));
  }

  private static Struct lifecycle() {
    return new Struct(
        "What protects it, and what follows its removal from Git.",
        List.of(
            Field.optional(
                "protect", new Flag("Refuse destructive changes and deletion; default false.")),
            Field.optional(
                "onRemove",
                Words.of(
                    "What happens on the host when the document is gone; default orphan.",
                    "orphan",
                    "stop",
                    "delete")),
            Field.optional(
                "disks",
                Words.of(
                    "What becomes of the volume of a disk that is taken out, and of all disks of a VM that is deleted; default keep.",
                    "keep",
                    "delete"))));
  }

  private static Struct drift() {
    return new Struct(
        "What is done about changes that were not made in Git.",
        List.of(
            Field.optional("mode", Words.of("enforce (default) undoes them; report only shows them.", "enforce", "report")),
            Field.optional(
                "ignore",
                new Array(
                    "Fields that are not compared, as pointers below spec.",
                    Text.matching("A pointer.", "(/[A-Za-z0-9_-]+)+", "/memory", "/networks/net0"),
                    0,
                    true))));
  }
}
