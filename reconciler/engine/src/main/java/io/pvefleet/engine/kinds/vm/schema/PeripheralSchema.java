package io.pvefleet.engine.kinds.vm.schema;

import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.Shape.Array;
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

/** What a VM has beside processors, memory, disks and network: screen, ports, passed-through devices, watchdog, firmware tables. */
final class PeripheralSchema {

  private static final String MAPPING = "[A-Za-z][A-Za-z0-9_-]+";
  private static final String CPUS = "[0-9]+(-[0-9]+)?(;[0-9]+(-[0-9]+)?)*";

  static final List<Field> FIELDS =
      List.of(
          Field.nullable("vga", vga()),
          Field.optional(
              "serial",
              Dictionary.nullable(
                  "Serial ports by slot. A serial terminal needs one that is a socket.",
                  "serial[0-3]",
                  Text.matching(
                      "socket, or a device of the host, which only root@pam itself may give.",
                      "socket|/dev/" + VmSchema.PLAIN,
                      "socket"))),
          Field.optional("usb", Dictionary.nullable("USB devices by slot; null takes one out.", "usb([0-9]|1[0-3])", usb())),
          Field.optional(
              "pci",
              Dictionary.nullable("PCI devices of the host by slot; null takes one out.", "hostpci([0-9]|1[0-5])", pci())),
          Field.nullable("audio", audio()),
          Field.nullable("watchdog", watchdog()),
          Field.nullable("rng", rng()),
          Field.nullable("tablet", new Flag("A tablet as pointing device, so that the pointer of a console is where the hand is.")),
          Field.nullable(
              "keyboard",
              Words.of(
                  "Keyboard layout of the VNC console; left out the console's own.",
                  "de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca", "fr-ch", "hu", "is", "it", "ja", "lt",
                  "mk", "nl", "no", "pl", "pt", "pt-br", "sv", "sl", "tr")),
          Field.nullable(
              "hotplug",
              new Array(
                  "What may be plugged while the guest runs, exactly this; [] for nothing. null is Proxmox's choice: disk, network, usb.",
                  Words.of("A kind of device.", "network", "disk", "cpu", "memory", "usb", "cloudinit"),
                  0,
                  true)),
          Field.optional(
              "numa",
              Dictionary.nullable("NUMA nodes of the guest by slot; cpu.numa switches them on.", "numa[0-7]", numaNode())),
          Field.optional("smbios", smbios()),
          Field.nullable("acpi", new Flag("ACPI; a guest without it does not hear a shutdown.")),
          Field.nullable("kvm", new Flag("Hardware virtualization.")),
          Field.nullable("localTime", new Flag("The guest's hardware clock runs in local time; Windows wants that.")),
          Field.nullable(
              "hookscript",
              Text.matching(
                  "Script of the host that runs when the VM starts and stops. Only root@pam itself may set it, never an API token.",
                  VmSchema.VOLUME_PREFIX + "snippets/" + VmSchema.PLAIN,
                  "local:snippets/hook.pl")),
          Field.nullable(
              "stateStorage",
              Text.matching("Storage for the memory of the hibernated VM and of its snapshots.", DeviceSchema.STORAGE, "local-lvm")));

  private PeripheralSchema() {}

  private static Either vga() {
    // An open list of types: Proxmox adds some now and then, and refuses what it does not know.
    Text type = Text.matching(
        "Graphics card; serial0 to serial3 put the screen on a serial port.", "[a-z][a-z0-9-]*", "virtio", "serial0");
    return new Either(
        "Graphics card, alone or with options.",
        List.of(
            type,
            new Struct(
                "Graphics card with options.",
                List.of(
                    Field.nullable("type", type),
                    Field.nullable("memory", Quantity.shape("Its memory, 4MiB to 512MiB.", "32MiB")),
                    Field.nullable("clipboard", Words.of("Clipboard of the VNC console.", "vnc"))))));
  }

  private static Either usb() {
    return new Either(
        "A USB device: spice, or where it comes from.",
        List.of(
            Words.of("A port for devices of a SPICE client.", "spice"),
            new Struct(
                "A USB device of the host.",
                List.of(
                    Field.nullable(
                        "mapping",
                        Text.matching(
                            "Resource mapping of the datacenter (Proxmox VE 8 and later); needs Mapping.Use.", MAPPING, "scanner")),
                    Field.nullable(
                        "host",
                        Text.matching(
                            "Vendor and product, or bus and port of the host. Only root@pam itself may set it, never an API token.",
                            "(0x)?[0-9A-Fa-f]{4}:(0x)?[0-9A-Fa-f]{4}|[0-9]+-[0-9]+(\\.[0-9]+)*",
                            "046d:c52b",
                            "1-2")),
                    Field.nullable("usb3", new Flag("Attach it as a USB 3 device."))))));
  }

  private static Struct pci() {
    return new Struct(
        "A PCI device of the host.",
        List.of(
            Field.nullable(
                "mapping",
                Text.matching("Resource mapping of the datacenter (Proxmox VE 8 and later); needs Mapping.Use.", MAPPING, "gpu")),
            Field.nullable(
                "host",
                Text.matching(
                    "Address on the host, several with semicolons. Only root@pam itself may set it, never an API token.",
                    "[0-9A-Fa-f:.]+(;[0-9A-Fa-f:.]+)*",
                    "0000:01:00.0")),
            Field.nullable("pcie", new Flag("A PCI Express device; needs machine q35.")),
            Field.nullable("rombar", new Flag("Show its ROM to the guest.")),
            Field.nullable("primaryGpu", new Flag("The guest's first graphics card.")),
            Field.nullable("mdev", Text.matching("Type of mediated device, a share of the device.", VmSchema.PLAIN, "nvidia-35")),
            Field.optional("pve", VmSchema.rawProperties("the device"))));
  }

  private static Struct audio() {
    return new Struct(
        "A sound card.",
        List.of(
            Field.required("device", Words.of("Model that the guest sees.", "ich9-intel-hda", "intel-hda", "AC97")),
            Field.nullable("driver", Words.of("Where the sound goes.", "spice", "none"))));
  }

  private static Either watchdog() {
    Words model = Words.of("Model that the guest sees.", "i6300esb", "ib700");
    return new Either(
        "A watchdog, alone or with what it does.",
        List.of(
            model,
            new Struct(
                "A watchdog and what it does to a guest that no longer answers.",
                List.of(
                    Field.nullable("model", model),
                    Field.nullable(
                        "action",
                        Words.of("What it does.", "reset", "shutdown", "poweroff", "pause", "debug", "none"))))));
  }

  private static Either rng() {
    Words source = Words.of("Where it comes from; /dev/hwrng needs Mapping.Use.", "/dev/urandom", "/dev/random", "/dev/hwrng");
    return new Either(
        "Randomness from the host, alone or with its rate.",
        List.of(
            source,
            new Struct(
                "Randomness from the host with its rate.",
                List.of(
                    Field.required("source", source),
                    Field.nullable("maxBytes", new Whole("Bytes in a period at most; 0 for no limit.", 0, 1_000_000_000)),
                    Field.nullable("periodMillis", new Whole("Length of a period.", 1, 1_000_000_000))))));
  }

  private static Struct numaNode() {
    return new Struct(
        "A NUMA node.",
        List.of(
            Field.required("cpus", Text.matching("Processors of the guest that belong to it.", CPUS, "0-1", "0;2")),
            Field.nullable("memory", Quantity.shape("Its memory.", "2GiB")),
            Field.nullable("hostNodes", Text.matching("Nodes of the host that it uses.", CPUS, "0")),
            Field.nullable("policy", Words.of("How strictly.", "preferred", "bind", "interleave"))));
  }

  private static Struct smbios() {
    return new Struct(
        "What the firmware tells the guest about its machine. The uuid is the VM's own and stays.",
        List.of(
            smbiosText("manufacturer", "Manufacturer.", "Hanbit"),
            smbiosText("product", "Product.", "Till 3"),
            smbiosText("version", "Version.", "1.0"),
            smbiosText("serial", "Serial number.", "H-102"),
            smbiosText("sku", "SKU number.", "T3-KR"),
            smbiosText("family", "Product family.", "Tills")));
  }

  /** Proxmox takes 512 characters of the whole option, encoded; six such texts would not fit, and nobody has six. */
  private static Field smbiosText(String name, String description, String example) {
    Shape text = new Text(description, Optional.of("[^\\s]([^\\r\\n]*[^\\s])?"), 1, 64, List.of(example));
    return Field.nullable(name, text);
  }
}
