package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.engine.kinds.vm.Grammar.Scalar;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * What is wanted of each option against one view of the configuration, current or effective. Compares parsed values and only
 * what is wanted; knows nothing of power or of what a change costs.
 */
final class Comparison {

  /** MiB that a VM has whose configuration says nothing of it. */
  private static final long DEFAULT_MEMORY = 512;

  private final SequencedMap<String, Wanted> wanted;
  private final Map<String, String> live;

  private Comparison(SequencedMap<String, Wanted> wanted, Map<String, String> live) {
    this.wanted = wanted;
    this.live = live;
  }

  /** Everything that differs, in the order of what is wanted. */
  static List<Difference> of(SequencedMap<String, Wanted> wanted, Map<String, String> live) {
    Comparison comparison = new Comparison(wanted, live);
    List<Difference> found = new ArrayList<>();
    wanted.forEach((option, want) -> found.addAll(option.equals(Pools.OPTION) ? List.of() : comparison.compare(option, want)));
    return found;
  }

  private List<Difference> compare(String option, Wanted want) {
    Optional<String> seen = Optional.ofNullable(live.get(option));
    return RootOnly.marked(option, want, seen, differing(option, want, seen));
  }

  private List<Difference> differing(String option, Wanted want, Optional<String> seen) {
    return switch (want) {
      case Wanted.Absent absent -> seen.flatMap(text -> absent(option, absent, text)).map(List::of).orElse(List.of());
      case Wanted.Value value -> whole(option, value, seen);
      case Wanted.Properties properties -> properties(option, properties, seen);
      case Wanted.Disk disk -> new DriveComparison(option, seen, live, wanted).disk(disk);
      case Wanted.Cdrom cdrom -> new DriveComparison(option, seen, live, wanted).cdrom(cdrom);
      case Wanted.CloudInitDrive drive -> new DriveComparison(option, seen, live, wanted).cloudInit(drive);
      case Wanted.Tags tags -> tags(option, tags, seen);
      case Wanted.SshKeys keys -> sshKeys(option, keys, seen);
      case Wanted.BootOrder order -> boot(option, order, seen);
      case Wanted.Secret secret -> secret(option, secret, seen);
    };
  }

  private Optional<Difference> absent(String option, Wanted.Absent want, String seen) {
    if (option.equals("machine") && isWindowsPin(seen)) {
      return Optional.empty();
    }
    if (!isDevice(option)) {
      return Optional.of(Difference.set(option, "", want, Shown.value(option, "", seen), "").as(Kind.UNSET));
    }
    Difference gone = Difference.set(option, "", want, seen, "").as(Kind.DETACH);
    Optional<String> successor = holdsData(option, seen) ? successor(option, seen) : Optional.empty();
    if (successor.isPresent()) {
      gone = gone.as(Kind.REHANG).noted("Its volume goes to " + successor.get() + " with all that is on it.");
    }
    return Optional.of(
        Drive.isSlot(option) && staysProtected()
            ? gone.impossible("Protection is on: Proxmox removes no drive. Set spec.protection to false first.")
            : gone);
  }

  /** Windows guests never have no machine: Proxmox writes down the version of its default one. */
  private boolean isWindowsPin(String machine) {
    Wanted wish = wanted.get("ostype");
    String asIs = wish == null ? live.getOrDefault("ostype", "") : "";
    String os = wish instanceof Wanted.Value(var path, var place, String text) ? text : asIs;
    return machine.startsWith("pc-i440fx-") && os.startsWith("w");
  }

  /** The empty slot that is declared to get this slot's volume. */
  private Optional<String> successor(String slot, String seen) {
    String volume = Drive.parse(seen).volume();
    return wanted.entrySet().stream()
        .filter(e -> !e.getKey().equals(slot) && !live.containsKey(e.getKey()))
        .filter(
            e ->
                e.getValue() instanceof Wanted.Disk disk
                    && disk.source().equals(new Wanted.DiskSource.Volume(volume)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isDevice(String option) {
    return Drive.isSlot(option) || Options.family(option).equals("net");
  }

  static boolean holdsData(String option, String text) {
    Drive drive = Drive.parse(text);
    return Drive.isSlot(option) && !drive.isCdrom() && !drive.isCloudInit();
  }

  private boolean staysProtected() {
    boolean isProtected = "1".equals(live.get("protection"));
    boolean isLifted = wanted.get("protection") instanceof Wanted.Value(var path, var place, String text)
        ? text.equals("0")
        : wanted.get("protection") instanceof Wanted.Absent;
    return isProtected && !isLifted;
  }

  private List<Difference> whole(String option, Wanted.Value want, Optional<String> seen) {
    boolean isSame =
        Drive.isSlot(option)
            ? new DriveComparison(option, seen, live, wanted).isSame(want.text())
            : switch (Options.of(option).grammar()) {
              case Scalar scalar -> scalar.matches(want.text(), seen);
              case Properties properties ->
                  properties.matches(want.text(), seen) || option.equals("memory") && Modules.isRounded(want.text(), seen, live);
            };
    return isSame
        ? List.of()
        : List.of(
            balloonFits(option, Difference.set(
                option, "", want, seen.map(text -> shown(option, text)).orElse(""), shown(option, want.text()))));
  }

  /** A property string that consists of its default property reads like a scalar. */
  static String shown(String option, String text) {
    return Options.of(option).grammar() instanceof Properties grammar
            && grammar.explicit(text).size() == 1
            && grammar.explicit(text).containsKey(grammar.defaultKey())
        ? Shown.value(option, grammar.defaultKey(), grammar.explicit(text).getOrDefault(grammar.defaultKey(), ""))
        : Shown.value(option, "", text);
  }

  /** An update that would leave a balloon larger than the memory is refused as a whole; a create is not. */
  private Difference balloonFits(String option, Difference difference) {
    long balloon = number("balloon", 0);
    long memory = number("memory", DEFAULT_MEMORY);
    return option.equals("balloon") && balloon > memory
        ? difference.impossible(
            "The balloon would be larger than the memory, which is %s. Declare spec.memory as well."
                .formatted(Sizes.ofMebibytes(memory)))
        : difference;
  }

  /** MiB as they are wanted, else as they are. */
  private long number(String option, long otherwise) {
    Wanted want = wanted.get(option);
    String asIs = want == null ? live.getOrDefault(option, "") : "";
    String amount = (want instanceof Wanted.Value(var path, var place, String value) ? value : asIs).replace("current=", "");
    return amount.matches("[0-9]{1,12}") ? Long.parseLong(amount) : otherwise;
  }

  private List<Difference> properties(String option, Wanted.Properties want, Optional<String> seen) {
    if (!(Options.of(option).grammar() instanceof Properties grammar)) {
      throw new IllegalStateException(option + " has no properties");
    }
    if (seen.isEmpty() && isDevice(option)) {
      // Only what must not be set is declared, and of a card that is not there nothing is.
      if (want.properties().values().stream().allMatch(property -> property.value().isEmpty())) {
        return List.of();
      }
      return List.of(Difference.set(option, "", want, "", Shown.nic(want.properties())).as(Kind.ADD));
    }
    List<Difference> found = properties(option, grammar, want.properties(), seen);
    String machine = option.equals("machine") ? seen.map(grammar::explicit).map(e -> e.getOrDefault("type", "")).orElse("") : "";
    boolean isPinned = isWindowsPin(machine);
    return isPinned ? found.stream().filter(d -> !(d.property().equals("type") && d.to().isEmpty())).toList() : found;
  }

  /** The wanted properties of a value that is there. */
  static List<Difference> properties(
      String option, Properties grammar, SequencedMap<String, Property> want, Optional<String> seen) {
    SequencedMap<String, String> inForce = grammar.inForce(seen);
    SequencedMap<String, String> explicit = seen.map(grammar::explicit).orElseGet(java.util.LinkedHashMap::new);
    List<Difference> found = new ArrayList<>();
    want.forEach(
        (name, property) -> {
          String key = grammar.canonical(name);
          Optional<String> now = Optional.ofNullable(inForce.get(key));
          boolean isSame =
              property.value().isPresent() ? grammar.matches(key, property.value().get(), now) : grammar.isAbsent(key, explicit);
          if (!isSame) {
            found.add(
                new Difference(
                    option,
                    name,
                    property.path(),
                    Optional.of(property.place()),
                    now.map(text -> Shown.value(option, key, text)).orElse(""),
                    property.value().map(text -> Shown.value(option, key, text)).orElse(""),
                    Kind.SET,
                    ""));
          }
        });
    return found;
  }

  private static List<Difference> tags(String option, Wanted.Tags want, Optional<String> seen) {
    List<String> now = seen.map(Form::tags).orElse(List.of());
    List<Difference> found = new ArrayList<>();
    if (!now.contains(Vm.OWNERSHIP_TAG)) {
      found.add(new Difference(option, "", want.path(), Optional.empty(), "", Vm.OWNERSHIP_TAG, Kind.OWN, ""));
    }
    List<String> others = withoutOwnership(now);
    List<String> wantedOthers = withoutOwnership(want.tags());
    if (want.exact() && !others.equals(wantedOthers)) {
      found.add(Difference.set(option, "", want, String.join(", ", others), String.join(", ", wantedOthers)));
    }
    return found;
  }

  private static List<String> withoutOwnership(List<String> tags) {
    return tags.stream().filter(tag -> !tag.equals(Vm.OWNERSHIP_TAG)).toList();
  }

  private static List<Difference> sshKeys(String option, Wanted.SshKeys want, Optional<String> seen) {
    List<String> now = seen.map(Form::sshKeys).orElse(List.of());
    return now.equals(want.keys())
        ? List.of()
        : List.of(Difference.set(option, "", want, Shown.sshKeys(now), Shown.sshKeys(want.keys())));
  }

  private List<Difference> boot(String option, Wanted.BootOrder want, Optional<String> seen) {
    List<String> now = seen.map(Form::bootOrder).orElse(List.of());
    Difference difference = Difference.set(option, "", want, String.join(", ", now), String.join(", ", want.slots()));
    if (now.equals(want.slots())) {
      return willBeExtended(want)
          ? List.of(new Difference(option, "", want.path(), want.place(), difference.from(), difference.to(), Kind.SET,
              "Proxmox adds a CD drive to the boot order by itself; the order is set back."))
          : List.of();
    }
    TreeSet<String> missing = new TreeSet<>(want.slots());
    missing.removeIf(slot -> live.containsKey(slot) && !(wanted.get(slot) instanceof Wanted.Absent) || isMade(slot));
    return List.of(
        missing.isEmpty()
            ? difference
            : difference.impossible(
                "The VM has no "
                    + String.join(", ", missing)
                    + ". Declare the device, or take it out of the order."));
  }

  /** Whether what is declared of an empty slot puts a device into it. */
  private boolean isMade(String slot) {
    Wanted want = wanted.get(slot);
    return want != null && !Creation.declared(slot, want).isEmpty() && Creation.value(slot, want).isPresent();
  }

  /** Whether writing a CD drive will make Proxmox append it to the boot order. */
  private boolean willBeExtended(Wanted.BootOrder want) {
    return wanted.entrySet().stream()
        .anyMatch(
            e ->
                e.getValue() instanceof Wanted.Cdrom cdrom
                    && !want.slots().contains(e.getKey())
                    && compare(e.getKey(), cdrom).stream().anyMatch(d -> d.kind() != Kind.IMPOSSIBLE));
  }

  /** The host shows only that a password is set. A VM that is not ours yet may have its template's, so it counts as none. */
  private List<Difference> secret(String option, Wanted.Secret want, Optional<String> seen) {
    boolean isOurs = Form.tags(live.getOrDefault("tags", "")).contains(Vm.OWNERSHIP_TAG);
    return seen.isPresent() && isOurs
        ? List.of()
        : List.of(Difference.set(option, "", want, seen.isPresent() ? "***" : "", "***"));
  }
}
