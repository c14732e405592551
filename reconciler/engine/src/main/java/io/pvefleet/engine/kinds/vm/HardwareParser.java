package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.fleet.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** Machine, processors and memory. */
record HardwareParser(SpecField spec, Draft draft) {

  /** What Proxmox gives a VM whose configuration says nothing of it. */
  private static final Quantity DEFAULT_MEMORY = Quantity.ofMiB(512);

  void parse() {
    spec.get("machine").ifPresent(this::machine);
    spec.present("cpu").ifPresent(this::cpu);
    memory();
  }

  private void machine(SpecField field) {
    if (field.isNull()) {
      draft.want("machine", new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    if (!field.isMapping()) {
      properties.put("type", field.property());
    }
    field.get("type").ifPresent(f -> properties.put("type", f.property()));
    field.get("viommu").ifPresent(f -> properties.put("viommu", f.property()));
    field.present("pve").ifPresent(pve -> RawParser.properties(pve, properties, draft));
    wantProperties("machine", field, properties);
  }

  private void cpu(SpecField cpu) {
    cpu.get("cores").ifPresent(field -> draft.value("cores", field, SpecField::text));
    cpu.get("sockets").ifPresent(field -> draft.value("sockets", field, SpecField::text));
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    cpu.get("type").ifPresent(field -> properties.put("cputype", field.property()));
    cpu.get("flags").ifPresent(field -> properties.put("flags", field.property(f -> String.join(";", f.texts()))));
    cpu.present("pve").ifPresent(pve -> RawParser.properties(pve, properties, draft));
    wantProperties("cpu", cpu, properties);
    cpu.get("vcpus").ifPresent(field -> draft.value("vcpus", field, SpecField::text));
    cpu.get("limit").ifPresent(field -> draft.value("cpulimit", field, f -> Form.number(f.text())));
    cpu.get("units").ifPresent(field -> draft.value("cpuunits", field, SpecField::text));
    cpu.get("numa").ifPresent(field -> draft.value("numa", field, SpecField::text));
    cpu.get("affinity").ifPresent(field -> draft.value("affinity", field, SpecField::text));
    checkVcpus(cpu);
  }

  /** Properties that are all to be absent are the whole option's absence. */
  private void wantProperties(String option, SpecField field, SequencedMap<String, Property> properties) {
    if (properties.isEmpty()) {
      return;
    }
    draft.want(option, new Wanted.Properties(field.path(), field.somewhere(), properties));
  }

  private void checkVcpus(SpecField cpu) {
    Optional<SpecField> vcpus = cpu.present("vcpus");
    Optional<SpecField> cores = cpu.present("cores");
    if (vcpus.isEmpty() || cores.isEmpty()) {
      return;
    }
    long most = number(cores.get()) * cpu.present("sockets").map(HardwareParser::number).orElse(1L);
    boolean socketsAreKnown = cpu.get("sockets").isPresent();
    if (socketsAreKnown && number(vcpus.get()) > most) {
      draft.error(
          VmCodes.BAD_AMOUNT, vcpus.get().place(), vcpus.get().path(), vcpus.get().text(),
          vcpus.get().text() + " processors at start are more than cores times sockets, which is " + most + ".",
          "Declare at most " + most + ", or more cores.");
    }
  }

  private static long number(SpecField field) {
    return Long.parseLong(field.text());
  }

  private void memory() {
    Optional<SpecField> memory = spec.get("memory");
    Optional<SpecField> size = memory.filter(SpecField::isMapping).isPresent() ? memory.flatMap(m -> m.get("size")) : memory;
    Optional<SpecField> balloonHere = memory.flatMap(m -> m.get("balloon"));
    Optional<SpecField> balloonThere = spec.get("balloon");
    size.ifPresent(field -> draft.value("memory", field, this::mebibytes));
    balloonHere.ifPresent(field -> draft.value("balloon", field, this::mebibytes));
    balloonThere.ifPresent(field -> draft.value("balloon", field, this::mebibytes));
    memory.flatMap(m -> m.get("shares")).ifPresent(field -> draft.value("shares", field, SpecField::text));
    memory.flatMap(m -> m.get("ksm")).ifPresent(field -> draft.value("allow-ksm", field, SpecField::text));
    size.flatMap(field -> field.isNull() ? Optional.of(DEFAULT_MEMORY) : amount(field))
        .ifPresent(
            most -> {
              if (most.mib() < 16) {
                tooSmall(size.get());
              }
              balloonHere
                  .or(() -> balloonThere)
                  .filter(field -> amount(field).filter(b -> b.compareTo(most) > 0).isPresent())
                  .ifPresent(field -> tooLarge(field, most));
            });
  }

  private void tooSmall(SpecField field) {
    draft.error(
        VmCodes.BAD_AMOUNT,
        field.place(),
        field.path(),
        field.text(),
        "Proxmox gives a VM at least 16MiB of memory.",
        "Declare 16MiB or more.");
  }

  private void tooLarge(SpecField balloon, Quantity memory) {
    draft.error(
        VmCodes.BAD_AMOUNT, balloon.place(), balloon.path(), balloon.text(),
        "The balloon keeps " + balloon.text() + ", more than the memory of " + memory + ".",
        "Declare at most " + memory + ", or 0 for no balloon.");
  }

  private static Optional<Quantity> amount(SpecField field) {
    return Quantity.parse(field.text());
  }

  private String mebibytes(SpecField field) {
    return Long.toString(wholeMebibytes(field, draft).orElse(0));
  }

  /** Whole mebibytes, the unit that Proxmox counts memory in and rounds disks to. */
  static OptionalLong wholeMebibytes(SpecField field, Draft draft) {
    Optional<Quantity> quantity = amount(field);
    if (quantity.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!quantity.get().isWholeMiB()) {
      draft.error(
          VmCodes.BAD_AMOUNT, field.place(), field.path(), field.text(),
          field.text() + " is no whole number of MiB; Proxmox would round it, and the plan would never be empty.",
          "Declare whole MiB.");
    }
    return OptionalLong.of(quantity.get().mib());
  }

  /** Names of YAML fields and of the properties that they set, in order. */
  static void take(SpecField from, Map<String, String> names, SequencedMap<String, Property> into) {
    names.forEach((yaml, pve) -> from.get(yaml).ifPresent(field -> into.put(pve, field.property())));
  }
}
