package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What is wanted of a drive against the drive that is in its slot.
 *
 * @param seen value of the slot
 * @param live all options of the view compared, for the other slots
 * @param wanted all options wanted, for the other slots
 */
record DriveComparison(String slot, Optional<String> seen, Map<String, String> live, SequencedMap<String, Wanted> wanted) {

  /** Of account only while the volume is made; what the host says of them later is no fact about the content. */
  private static final Set<String> ONLY_AT_CREATION = Set.of("format", "import-from");

  /** Fixed in the volume's content, whatever the text says. */
  private static final Set<String> FIXED = Set.of("efitype", "pre-enrolled-keys", "version");

  private static final Properties GRAMMAR = grammar();

  private static Properties grammar() {
    if (Options.of("scsi0").grammar() instanceof Properties drives) {
      return drives;
    }
    throw new IllegalStateException("drives are property strings");
  }

  List<Difference> disk(Wanted.Disk want) {
    if (seen.isEmpty()) {
      return List.of(added(want));
    }
    Drive now = Drive.parse(seen.get());
    if (now.isCdrom() || now.isCloudInit()) {
      return List.of(occupied(want, Shown.disk(want)));
    }
    List<Difference> found = new ArrayList<>();
    found.addAll(volume(want, now));
    found.addAll(size(want, now));
    SequencedMap<String, Property> properties = new LinkedHashMap<>(want.properties());
    properties.keySet().removeAll(ONLY_AT_CREATION);
    for (Difference difference : Comparison.properties(slot, GRAMMAR, properties, seen)) {
      found.add(
          FIXED.contains(difference.property())
              ? difference.impossible("It is fixed in the volume. Remove the disk and add it again to get another.")
              : difference);
    }
    return found;
  }

  private Difference added(Wanted.Disk want) {
    Difference difference = Difference.set(slot, "", want, "", Shown.disk(want)).as(Kind.ADD);
    boolean isMade = want.storage().isPresent();
    boolean needsSize = want.source() instanceof DiskSource.Empty && !isStateVolume();
    if (want.source() instanceof DiskSource.Volume(String volume)) {
      return attached(difference, volume);
    }
    if (want.source() instanceof DiskSource.Template) {
      return difference.impossible("The VM has no " + slot + ", and only a new VM gets disks from its template.");
    }
    return isMade && (!needsSize || want.size().isPresent())
        ? difference
        : difference.impossible("The VM has no " + slot + ". To add the disk, declare its storage and size.");
  }

  /** Proxmox would put one volume into two slots, and two disks of a guest would write over each other. */
  private Difference attached(Difference difference, String volume) {
    Optional<String> other = Volumes.slotOf(volume, live, slot);
    if (other.isEmpty()) {
      return difference;
    }
    return wanted.get(other.get()) instanceof Wanted.Absent
        ? difference
            .as(Kind.REHANG)
            .noted("The volume of %s with all that is on it; the guest sees it as another device.".formatted(other.get()))
        : difference.impossible(
            "Volume %s is in %s. To put it here instead, set spec.disks.%s to null in the same commit."
                .formatted(volume, other.get(), other.get()));
  }

  private boolean isStateVolume() {
    return slot.equals("efidisk0") || slot.equals("tpmstate0");
  }

  private List<Difference> volume(Wanted.Disk want, Drive now) {
    List<Difference> found = new ArrayList<>();
    String storage = now.storage().orElse("");
    want.storage()
        .filter(property -> property.value().isPresent() && !property.value().get().equals(storage))
        .ifPresent(
            property ->
                found.add(
                    Difference.set(slot, "file", want, storage, property.value().orElse(""))
                        .at(property.path(), property.place())
                        .as(Kind.MOVE)));
    if (want.source() instanceof DiskSource.Volume(String volume) && !volume.equals(now.volume())) {
      found.add(
          Difference.set(slot, "file", want, now.volume(), volume)
              .impossible(
                  ("Volume %s is in the slot, and a slot keeps its disk. Remove \"source\" to keep it, or set the slot to null, apply, "
                          + "and declare this one then.")
                      .formatted(now.volume())));
    }
    return found;
  }

  private List<Difference> size(Wanted.Disk want, Drive now) {
    OptionalLong measured = now.sizeBytes();
    if (want.size().isEmpty() || measured.isEmpty()) {
      return List.of();
    }
    Wanted.Size size = want.size().get();
    Difference difference =
        Difference.set(slot, "size", want, Sizes.ofBytes(measured.getAsLong()), Sizes.ofMebibytes(size.mebibytes()))
            .at(size.path(), size.place());
    if (measured.getAsLong() < size.bytes()) {
      return List.of(difference.as(Kind.GROW));
    }
    return Extents.isRounded(size.bytes(), measured.getAsLong())
        ? List.of()
        : List.of(difference.impossible("A disk only grows. Declare at least " + difference.from() + "."));
  }

  List<Difference> cdrom(Wanted.Cdrom want) {
    if (seen.isEmpty()) {
      return List.of(Difference.set(slot, "", want, "", want.medium()).as(Kind.ADD));
    }
    Drive now = Drive.parse(seen.get());
    if (!now.isCdrom()) {
      return List.of(occupied(want, "CD drive, " + want.medium()));
    }
    return now.volume().equals(want.medium())
        ? List.of()
        : List.of(Difference.set(slot, "file", want, now.volume(), want.medium()).as(Kind.MEDIUM));
  }

  List<Difference> cloudInit(Wanted.CloudInitDrive want) {
    String to = "cloud-init drive on " + want.storage();
    if (seen.isEmpty()) {
      Difference added = Difference.set(slot, "", want, "", to).as(Kind.ADD);
      return List.of(
          otherCloudInitSlot()
              .map(
                  other ->
                      added.impossible(
                          "The cloud-init drive is at "
                              + other
                              + ", and a VM has only one. Declare that slot, or set spec.disks."
                              + other
                              + " to null."))
              .orElse(added));
    }
    Drive now = Drive.parse(seen.get());
    if (!now.isCloudInit()) {
      return List.of(occupied(want, to));
    }
    String storage = now.storage().orElse("");
    return storage.equals(want.storage())
        ? List.of()
        : List.of(
            Difference.set(slot, "file", want, storage, want.storage()).as(Kind.MOVE));
  }

  /** A slot with a cloud-init drive that is to stay there. */
  private Optional<String> otherCloudInitSlot() {
    return live.entrySet().stream()
        .filter(e -> !e.getKey().equals(slot) && Drive.isSlot(e.getKey()) && Drive.parse(e.getValue()).isCloudInit())
        .map(Map.Entry::getKey)
        .filter(other -> !(wanted.get(other) instanceof Wanted.Absent))
        .sorted()
        .findFirst();
  }

  private Difference occupied(Wanted want, String to) {
    return Difference.set(slot, "", want, seen.orElse(""), to)
        .impossible(
            "The slot holds a drive of another kind. Remove it first: set the slot to null, apply, then declare this one.");
  }

  /** Whether a whole drive value, as it would be sent, is what the slot shows: the same volume or one made as asked for. */
  boolean isSame(String sent) {
    if (seen.isEmpty()) {
      return false;
    }
    Drive want = Drive.parse(sent);
    Drive now = Drive.parse(seen.get());
    return isSameVolume(want, now)
        && (want.isCdrom() || want.isCloudInit()) == (now.isCdrom() || now.isCloudInit())
        && GRAMMAR.matches(comparable(want), Optional.of(comparable(now)));
  }

  private boolean isSameVolume(Drive want, Drive now) {
    OptionalLong allocated = want.allocationBytes();
    if (want.isCloudInit()) {
      return now.isCloudInit() && want.storage().equals(now.storage());
    }
    if (allocated.isEmpty()) {
      return want.volume().equals(now.volume());
    }
    OptionalLong measured = now.sizeBytes();
    long bytes = allocated.getAsLong();
    boolean isSized = measured.isPresent() && Extents.isRounded(bytes, measured.getAsLong());
    // State volumes and imports are asked for with a size that counts for nothing.
    return want.storage().equals(now.storage()) && (isSized || isStateVolume() || want.options().containsKey("import-from"));
  }

  private static String comparable(Drive drive) {
    Drive left = drive.holding("x").without("size").without("media");
    for (String name : ONLY_AT_CREATION) {
      left = left.without(name);
    }
    return left.text();
  }
}
