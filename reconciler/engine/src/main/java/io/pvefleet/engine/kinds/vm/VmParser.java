package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.kinds.vm.Vm.Drift;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.fleet.model.Durations;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads a VirtualMachine whose structure has been checked, and says everything that is wrong with its meaning at once. Pure. */
final class VmParser {

  private final ResolvedDocument document;
  private final SpecField spec;
  private final Draft draft = new Draft();

  private VmParser(ResolvedDocument document) {
    this.document = document;
    this.spec = SpecField.root("spec", document.spec());
  }

  static Parsed<Vm> parse(ResolvedDocument document) {
    return new VmParser(document).parse();
  }

  private Parsed<Vm> parse() {
    String name = document.envelope().name();
    draft.want("name", new Wanted.Value("metadata.name", Optional.of(document.envelope().place()), name));
    spec.get("description").ifPresent(field -> draft.value("description", field, text -> Form.prose(text.text())));
    tags();
    spec.get("protection").ifPresent(field -> draft.value("protection", field, SpecField::text));
    spec.get("os").ifPresent(field -> draft.value("ostype", field, SpecField::text));
    spec.get("bios").ifPresent(field -> draft.value("bios", field, SpecField::text));
    new HardwareParser(spec, draft).parse();
    spec.get("scsiController").ifPresent(field -> draft.value("scsihw", field, SpecField::text));
    DiskParser disks = new DiskParser(spec, draft);
    disks.parse();
    new NetworkParser(spec, draft).parse();
    new CloudInitParser(spec, draft).parse();
    boot();
    agent();
    new PeripheralParser(spec, draft).parse();
    spec.get("pool").ifPresent(field -> draft.value(Pools.OPTION, field, SpecField::text));
    new RawParser(spec, draft).parse();
    disks.checkWhole();
    draft.options().forEach(this::rootOnly);

    if (draft.diagnostics().hasErrors()) {
      return new Parsed.Bad<>(draft.diagnostics().sorted());
    }
    int vmid = spec.present("vmid").map(field -> Integer.parseInt(field.text())).orElseThrow();
    DesiredPower power = spec.present("power").map(f -> DesiredPower.valueOf(word(f))).orElse(DesiredPower.UNMANAGED);
    Vm vm =
        new Vm(
            new VmRef(document.host(), vmid, name),
            document.envelope().place(),
            document.envelope().labels(),
            power,
            disks.source(),
            draft.options(),
            restart(),
            lifecycle(),
            drift(),
            SpecHash.of(vmid, power, disks.source(), draft.options()));
    return new Parsed.Good<>(vm, draft.diagnostics().sorted());
  }

  private static String word(SpecField field) {
    return field.text().toUpperCase(Locale.ROOT);
  }

  private void tags() {
    Optional<SpecField> declared = spec.present("tags");
    String all = String.join(";", declared.map(SpecField::texts).orElse(List.of())) + ";" + Vm.OWNERSHIP_TAG;
    draft.want("tags", new Wanted.Tags("spec.tags", declared.map(SpecField::place), Form.tags(all), declared.isPresent()));
  }

  private void rootOnly(String option, Wanted wanted) {
    boolean isDeclared = wanted.place().isPresent();
    if (isDeclared && RootOnly.holds(option, wanted)) {
      draft.warning(
          VmCodes.ROOT_ONLY, wanted.place().orElseThrow(), wanted.path(), option,
          "Proxmox lets only root@pam itself set or remove "
              + option
              + (Options.of(option).isRootOnly() ? "" : " with a device of the host")
              + ", never an API token, so pvefleet compares it and cannot change it.",
          "Set it on the host with qm set, or leave it out.");
    }
  }

  private void boot() {
    Optional<SpecField> boot = spec.present("boot");
    boot.flatMap(b -> b.get("order"))
        .ifPresent(
            order -> {
              if (order.isNull()) {
                draft.want("boot", new Wanted.Absent(order.path(), order.somewhere()));
                return;
              }
              draft.want("boot", new Wanted.BootOrder(order.path(), order.somewhere(), order.texts()));
              order.items().forEach(this::bootDevice);
            });
    boot.flatMap(b -> b.get("onBoot")).ifPresent(field -> draft.value("onboot", field, SpecField::text));
    boot.flatMap(b -> b.get("startup")).ifPresent(this::startup);
  }

  private void bootDevice(SpecField item) {
    Wanted device = draft.options().get(item.text());
    if (device instanceof Wanted.Absent) {
      draft.error(
          VmCodes.BOOT_ORDER, item.place(), item.path(), item.text(),
          item.text() + " is to be absent, and yet booted from.", "Take it out of the boot order, or declare the device.");
    } else if (device == null && spec.present("pve").flatMap(pve -> pve.present(item.text())).isEmpty()) {
      draft.warning(
          VmCodes.BOOT_ORDER, item.place(), item.path(), item.text(),
          item.text() + " is not declared; unless the VM has it already or gets it from its template, the order cannot be set.",
          "Declare the device, or take it out of the boot order.");
    }
  }

  private void startup(SpecField field) {
    if (field.isNull()) {
      draft.want("startup", new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    SequencedMap<String, Wanted.Property> properties = new LinkedHashMap<>();
    field.get("order").ifPresent(f -> properties.put("order", f.property()));
    field.get("up").ifPresent(f -> properties.put("up", f.property(VmParser::seconds)));
    field.get("down").ifPresent(f -> properties.put("down", f.property(VmParser::seconds)));
    if (!properties.isEmpty()) {
      draft.want("startup", new Wanted.Properties(field.path(), field.somewhere(), properties));
    }
  }

  private static String seconds(SpecField field) {
    return Long.toString(Durations.parse(field.text()).orElse(Duration.ZERO).toSeconds());
  }

  private void agent() {
    spec.get("agent")
        .ifPresent(
            field -> {
              if (field.isNull()) {
                draft.want("agent", new Wanted.Absent(field.path(), field.somewhere()));
                return;
              }
              SequencedMap<String, Wanted.Property> properties = new LinkedHashMap<>();
              if (!field.isMapping()) {
                properties.put("enabled", field.property());
              }
              Map<String, String> names = new LinkedHashMap<>();
              names.put("enabled", "enabled");
              names.put("type", "type");
              names.put("trim", "fstrim_cloned_disks");
              // The name that 8 and 9 both take; newer ones call it freeze-fs and read it back so.
              names.put("freeze", "freeze-fs-on-backup");
              names.forEach((yaml, pve) -> field.get(yaml).ifPresent(f -> properties.put(pve, f.property())));
              if (!properties.isEmpty()) {
                draft.want("agent", new Wanted.Properties(field.path(), field.somewhere(), properties));
              }
            });
  }

  private Restart restart() {
    Optional<SpecField> restart = spec.present("restart");
    return new Restart(
        restart.flatMap(r -> r.present("policy")).map(f -> Restart.Policy.valueOf(word(f))).orElse(Restart.DEFAULT.policy()),
        restart.flatMap(r -> r.present("timeout")).flatMap(f -> Durations.parse(f.text())).orElse(Restart.DEFAULT.timeout()),
        restart.flatMap(r -> r.present("force")).map(SpecField::isTrue).orElse(Restart.DEFAULT.force()));
  }

  private Lifecycle lifecycle() {
    Optional<SpecField> lifecycle = spec.present("lifecycle");
    return new Lifecycle(
        lifecycle.flatMap(l -> l.present("protect")).map(SpecField::isTrue).orElse(Lifecycle.DEFAULT.protect()),
        lifecycle.flatMap(l -> l.present("onRemove")).map(f -> OnRemove.valueOf(word(f))).orElse(Lifecycle.DEFAULT.onRemove()),
        lifecycle.flatMap(l -> l.present("disks")).map(f -> Lifecycle.Disks.valueOf(word(f))).orElse(Lifecycle.DEFAULT.disks()));
  }

  private Drift drift() {
    Optional<SpecField> drift = spec.present("drift");
    return new Drift(
        drift.flatMap(d -> d.present("mode")).map(f -> Drift.Mode.valueOf(word(f))).orElse(Drift.DEFAULT.mode()),
        drift.flatMap(d -> d.present("ignore")).map(SpecField::texts).orElse(List.of()));
  }
}
