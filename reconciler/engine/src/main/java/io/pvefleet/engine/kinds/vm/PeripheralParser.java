package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What a VM has beside processors, memory, disks and network. */
record PeripheralParser(SpecField spec, Draft draft) {

  /** SMBIOS takes 512 characters, of which the uuid takes 42 and the mark of encoded texts 9. */
  private static final int SMBIOS_ROOM = 512 - 51;

  static final SequencedMap<String, String> FLAGS =
      names("tablet", "tablet", "acpi", "acpi", "kvm", "kvm", "localTime", "localtime");
  static final SequencedMap<String, String> WORDS =
      names("keyboard", "keyboard", "hookscript", "hookscript", "stateStorage", "vmstatestorage");
  static final SequencedMap<String, String> USB = names("mapping", "mapping", "host", "host", "usb3", "usb3");
  static final SequencedMap<String, String> PCI =
      names("mapping", "mapping", "host", "host", "pcie", "pcie", "rombar", "rombar", "primaryGpu", "x-vga", "mdev", "mdev");
  static final SequencedMap<String, String> AUDIO = names("device", "device", "driver", "driver");
  static final SequencedMap<String, String> WATCHDOG = names("model", "model", "action", "action");
  static final SequencedMap<String, String> RNG =
      names("source", "source", "maxBytes", "max_bytes", "periodMillis", "period");
  static final SequencedMap<String, String> NUMA = names("cpus", "cpus", "hostNodes", "hostnodes", "policy", "policy");
  private static final List<String> SMBIOS = List.of("manufacturer", "product", "version", "serial", "sku", "family");

  void parse() {
    spec.get("vga").ifPresent(field -> either("vga", "type", field, this::vga));
    spec.present("serial").ifPresent(all -> all.fields().forEach(this::serial));
    spec.present("usb").ifPresent(all -> all.fields().forEach(this::usb));
    spec.present("pci").ifPresent(all -> all.fields().forEach(this::pci));
    spec.get("audio").ifPresent(field -> either("audio0", "device", field, taking(AUDIO)));
    spec.get("watchdog").ifPresent(field -> either("watchdog", "model", field, taking(WATCHDOG)));
    spec.get("rng").ifPresent(field -> either("rng0", "source", field, taking(RNG)));
    spec.get("hotplug").ifPresent(field -> draft.value("hotplug", field, PeripheralParser::features));
    spec.present("numa").ifPresent(all -> all.fields().forEach(this::numa));
    spec.present("smbios").ifPresent(this::smbios);
    scalars(FLAGS);
    scalars(WORDS);
  }

  private static SequencedMap<String, String> names(String... pairs) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }

  private void scalars(Map<String, String> names) {
    names.forEach((yaml, option) -> spec.get(yaml).ifPresent(field -> draft.value(option, field, SpecField::text)));
  }

  /** Reads the fields of a mapping into properties. */
  private interface Taking {
    void take(SpecField from, SequencedMap<String, Property> into);
  }

  private static Taking taking(SequencedMap<String, String> names) {
    return (from, into) -> HardwareParser.take(from, names, into);
  }

  /** An option that is one word, or a mapping of which that word is one field; absent where it is null. */
  private void either(String option, String main, SpecField field, Taking taking) {
    if (field.isNull()) {
      draft.want(option, new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    if (!field.isMapping()) {
      properties.put(main, field.property());
    }
    taking.take(field, properties);
    if (!properties.isEmpty()) {
      draft.want(option, new Wanted.Properties(field.path(), field.somewhere(), properties));
    }
  }

  private void vga(SpecField from, SequencedMap<String, Property> into) {
    from.get("type").ifPresent(field -> into.put("type", field.property()));
    from.get("memory").ifPresent(field -> {
      long mebibytes = field.isNull() ? 4 : HardwareParser.wholeMebibytes(field, draft).orElse(0);
      if (mebibytes < 4 || mebibytes > 512) {
        draft.error(
            VmCodes.BAD_AMOUNT, field.place(), field.path(), field.text(),
            "A graphics card has 4MiB to 512MiB.", "Declare an amount between them.");
      }
      into.put("memory", field.property(f -> Long.toString(mebibytes)));
    });
    from.get("clipboard").ifPresent(field -> into.put("clipboard", field.property()));
  }

  private void serial(SpecField port) {
    draft.value(port.key(), port, SpecField::text);
  }

  private void usb(SpecField device) {
    either(device.key(), "host", device, taking(USB));
    oneSource(device);
  }

  private void pci(SpecField device) {
    either(device.key(), "host", device, (from, into) -> {
      HardwareParser.take(from, PCI, into);
      from.present("pve").ifPresent(pve -> RawParser.properties(pve, into, draft));
    });
    oneSource(device);
  }

  /** Proxmox takes both together and uses one. */
  private void oneSource(SpecField device) {
    Optional<SpecField> mapping = device.present("mapping");
    Optional<SpecField> host = device.present("host");
    if (mapping.isPresent() && host.isPresent()) {
      draft.error(
          VmCodes.DECLARED_TWICE, host.get().place(), host.get().path(), host.get().text(),
          "The device is declared by " + mapping.get().path() + " already.", "Keep one of the two.");
    }
    if (device.isMapping() && mapping.isEmpty() && host.isEmpty()) {
      draft.error(
          VmCodes.DEVICE_INCOMPLETE, device.place(), device.path(), "",
          device.key() + " has no device.", "Declare its mapping, or its host device.");
    }
  }

  private static String features(SpecField field) {
    List<String> features = field.texts();
    return features.isEmpty() ? "0" : String.join(",", features);
  }

  private void numa(SpecField node) {
    either(node.key(), "cpus", node, (from, into) -> {
      HardwareParser.take(from, NUMA, into);
      from.get("memory").ifPresent(
          field -> into.put("memory", field.property(f -> Long.toString(HardwareParser.wholeMebibytes(f, draft).orElse(0)))));
    });
  }

  private void smbios(SpecField field) {
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    int length = 0;
    for (String name : SMBIOS) {
      field.get(name).ifPresent(f -> properties.put(name, f.property()));
      Optional<String> text = Optional.ofNullable(properties.get(name)).flatMap(Property::value);
      length += text.map(t -> name.length() + 2 + Smbios.encoded(t).length()).orElse(0);
    }
    if (length > SMBIOS_ROOM) {
      draft.error(
          VmCodes.BAD_AMOUNT, field.place(), field.path(), "",
          "Proxmox keeps 512 characters of this; encoded as it keeps them, these texts and the uuid take " + (length + 51) + ".",
          "Shorten them.");
    }
    if (!properties.isEmpty()) {
      draft.want(Smbios.OPTION, new Wanted.Properties(field.path(), field.somewhere(), properties));
    }
  }
}
