package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.pve.wire.PropertyString;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Values for options that are not set yet: what a new VM gets, or an existing one in an empty slot. */
final class Creation {

  private Creation() {}

  /** What is declared of one option, one difference for each path, from nothing. */
  static List<Difference> declared(String option, Wanted want) {
    return switch (want) {
      case Wanted.Absent ignored -> List.of();
      case Wanted.Properties properties when !option.startsWith("net") ->
          properties.properties().entrySet().stream()
              .filter(e -> e.getValue().value().isPresent())
              .map(e -> declared(option, e.getKey(), e.getValue()))
              .toList();
      case Wanted.Properties nic -> List.of(Difference.set(option, "", nic, "", Shown.nic(nic.properties())).as(Kind.ADD));
      case Wanted.Disk disk -> List.of(Difference.set(option, "", disk, "", Shown.disk(disk)).as(Kind.ADD));
      case Wanted.Cdrom cdrom -> List.of(Difference.set(option, "", cdrom, "", "CD drive, " + cdrom.medium()).as(Kind.ADD));
      case Wanted.CloudInitDrive drive ->
          List.of(Difference.set(option, "", drive, "", "cloud-init drive on " + drive.storage()).as(Kind.ADD));
      case Wanted.Value value -> List.of(Difference.set(option, "", value, "", Comparison.shown(option, value.text())));
      case Wanted.Tags tags -> List.of(Difference.set(option, "", tags, "", String.join(", ", tags.tags())));
      case Wanted.SshKeys keys -> List.of(Difference.set(option, "", keys, "", Shown.sshKeys(keys.keys())));
      case Wanted.BootOrder order -> List.of(Difference.set(option, "", order, "", String.join(", ", order.slots())));
      case Wanted.Secret secret -> List.of(Difference.set(option, "", secret, "", "***"));
    };
  }

  private static Difference declared(String option, String name, Property property) {
    return new Difference(
        option,
        name,
        property.path(),
        Optional.of(property.place()),
        "",
        property.value().map(text -> Shown.value(option, name, text)).orElse(""),
        Kind.SET,
        "");
  }

  /** The value to send for an option that is not set; empty where nothing is to be sent. Never an empty text. */
  static Optional<Value> value(String option, Wanted want) {
    return switch (want) {
      case Wanted.Absent ignored -> Optional.empty();
      case Wanted.Value value -> text(value.text());
      case Wanted.Properties properties -> text(properties(option, properties.properties()));
      case Wanted.Disk disk -> disk(option, disk).flatMap(Creation::text);
      case Wanted.Cdrom cdrom -> text(cdrom(cdrom));
      case Wanted.CloudInitDrive drive -> text(drive.storage() + ":cloudinit");
      case Wanted.Tags tags -> text(String.join(";", tags.tags()));
      case Wanted.SshKeys keys -> text(sshKeys(keys));
      case Wanted.BootOrder order -> text(boot(order.slots()));
      case Wanted.Secret secret -> Optional.of(new Value.Secret(secret.reference()));
    };
  }

  /** Proxmox makes a blank of an empty value: there is none to send. */
  private static Optional<Value> text(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(new Value.Text(text));
  }

  private static String properties(String option, SequencedMap<String, Property> wanted) {
    SequencedMap<String, String> set = new LinkedHashMap<>();
    wanted.forEach((name, property) -> property.value().ifPresent(value -> set.put(name, value)));
    return Options.of(option).grammar() instanceof Properties grammar && !set.isEmpty() ? grammar.text(set) : "";
  }

  /** A drive with a volume to be made or attached; empty where only a template could bring it. */
  static Optional<String> disk(String slot, Wanted.Disk disk) {
    Optional<String> storage = disk.storage().flatMap(Property::value);
    boolean isStateVolume = slot.equals("efidisk0") || slot.equals("tpmstate0");
    // The host chooses the size of EFI and TPM volumes itself; the form wants a number there all the same.
    Optional<String> amount = isStateVolume ? Optional.of("1") : disk.size().map(size -> Sizes.forAllocation(size.mebibytes()));
    Optional<Drive> drive =
        switch (disk.source()) {
          case DiskSource.Volume(String volume) -> Optional.of(new Drive(volume, new LinkedHashMap<>()));
          case DiskSource.Import(String volume) ->
              storage.map(name -> new Drive(name + ":0", new LinkedHashMap<>(Map.of("import-from", volume))));
          case DiskSource.Empty ignored -> allocated(storage, amount);
          case DiskSource.Template ignored -> Optional.empty();
        };
    return drive.map(made -> withProperties(made, disk.properties()).text());
  }

  private static Optional<Drive> allocated(Optional<String> storage, Optional<String> amount) {
    return storage.flatMap(name -> amount.map(gibibytes -> new Drive(name + ":" + gibibytes, new LinkedHashMap<>())));
  }

  static Drive withProperties(Drive drive, Map<String, Property> properties) {
    Drive changed = withoutRivals(drive, properties);
    for (Map.Entry<String, Property> e : properties.entrySet()) {
      Optional<String> value = e.getValue().value();
      changed = value.isPresent() ? changed.with(e.getKey(), value.get()) : changed.without(e.getKey());
    }
    return withoutOrphans(changed);
  }

  /** A burst without its limit, and a length without its burst, make a drive that Proxmox cannot read. */
  private static Drive withoutOrphans(Drive drive) {
    Drive rest = drive;
    for (String limit : List.of("mbps", "mbps_rd", "mbps_wr", "iops", "iops_rd", "iops_wr")) {
      String burst = limit + "_max";
      rest = rest.options().containsKey(limit) ? rest : rest.without(burst);
      rest = rest.options().containsKey(burst) ? rest : rest.without(burst.replaceFirst("^mbps", "bps") + "_length");
    }
    return rest;
  }

  /** Proxmox cannot read a drive that limits one direction and both; what is declared takes the place of the other. */
  private static Drive withoutRivals(Drive drive, Map<String, Property> properties) {
    Drive rest = drive;
    for (String both : List.of("mbps", "iops")) {
      for (String one : List.of(both + "_rd", both + "_wr")) {
        rest = isSet(properties, both) ? rest.without(one) : rest;
        rest = isSet(properties, one) ? rest.without(both) : rest;
      }
    }
    return rest;
  }

  private static boolean isSet(Map<String, Property> properties, String name) {
    Property property = properties.get(name);
    return property != null && property.value().isPresent();
  }

  static String cdrom(Wanted.Cdrom cdrom) {
    return PropertyString.of(new LinkedHashMap<>(Map.of("file", cdrom.medium()))).with("media", "cdrom").text("file");
  }

  static String boot(List<String> slots) {
    return "order=" + String.join(";", slots);
  }

  /** The one option whose value is percent-encoded text, before the form encodes it again; a blank is %20, never a plus. */
  static String sshKeys(Wanted.SshKeys keys) {
    return keys.keys().stream()
        .map(key -> URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("%0A"));
  }
}
