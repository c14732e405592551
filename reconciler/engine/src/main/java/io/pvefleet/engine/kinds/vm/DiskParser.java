package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.engine.kinds.vm.Wanted.Size;
import io.pvefleet.fleet.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/** Disks and CD drives, and the template that the disks of a clone come from. */
final class DiskParser {

  /** Fields by the option of the drive that they set. */
  static final SequencedMap<String, String> OPTIONS = new LinkedHashMap<>();

  static final SequencedMap<String, String> LIMITS = new LinkedHashMap<>();
  static final SequencedMap<String, String> LENGTHS = new LinkedHashMap<>();

  static {
    OPTIONS.put("format", "format");
    OPTIONS.put("cache", "cache");
    OPTIONS.put("discard", "discard");
    OPTIONS.put("ioThread", "iothread");
    OPTIONS.put("ssd", "ssd");
    OPTIONS.put("backup", "backup");
    OPTIONS.put("replicate", "replicate");
    OPTIONS.put("aio", "aio");
    OPTIONS.put("readOnly", "ro");
    OPTIONS.put("serial", "serial");
    OPTIONS.put("efiType", "efitype");
    OPTIONS.put("preEnrolledKeys", "pre-enrolled-keys");
    OPTIONS.put("version", "version");
    LIMITS.put("mbps", "mbps");
    LIMITS.put("mbpsRead", "mbps_rd");
    LIMITS.put("mbpsWrite", "mbps_wr");
    LIMITS.put("iops", "iops");
    LIMITS.put("iopsRead", "iops_rd");
    LIMITS.put("iopsWrite", "iops_wr");
    LENGTHS.put("mbpsLength", "bps_max_length");
    LENGTHS.put("mbpsReadLength", "bps_rd_max_length");
    LENGTHS.put("mbpsWriteLength", "bps_wr_max_length");
    LENGTHS.put("iopsLength", "iops_max_length");
    LENGTHS.put("iopsReadLength", "iops_rd_max_length");
    LENGTHS.put("iopsWriteLength", "iops_wr_max_length");
  }

  private static final Set<String> ONLY_EFI = Set.of("efiType", "preEnrolledKeys");
  private static final Set<String> STATE_FIELDS =
      Set.of("storage", "source", "format", "efiType", "preEnrolledKeys", "version", "pve");

  private final SpecField spec;
  private final Draft draft;
  private final List<SpecField> disks = new ArrayList<>();
  private final List<SpecField> templates = new ArrayList<>();
  private final Map<String, String> volumes = new LinkedHashMap<>();

  DiskParser(SpecField spec, Draft draft) {
    this.spec = spec;
    this.draft = draft;
  }

  void parse() {
    spec.present("disks").ifPresent(all -> all.fields().forEach(this::slot));
  }

  private void slot(SpecField field) {
    String slot = field.key();
    if (field.isNull()) {
      draft.want(slot, new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    Optional<SpecField> cdrom = field.present("cdrom");
    if (cdrom.isPresent()) {
      cdrom(field, cdrom.get());
      return;
    }
    field.fields().forEach(part -> checkFits(slot, part));
    DiskSource source = source(field);
    Optional<Size> size = size(field);
    Optional<Property> storage = field.present("storage").map(SpecField::property);
    draft.want(slot, new Wanted.Disk(field.path(), field.somewhere(), source, storage, size, properties(field)));
    disks.add(field);
  }

  private void cdrom(SpecField drive, SpecField medium) {
    for (SpecField other : drive.fields()) {
      if (!other.key().equals("cdrom")) {
        contradiction(other, "\"" + other.key() + "\" belongs to a disk, and " + drive.key() + " is a CD drive.");
      }
    }
    if (drive.key().startsWith("virtio") || isStateVolume(drive.key())) {
      contradiction(medium, drive.key() + " cannot be a CD drive; ide, sata and scsi can.");
    }
    draft.want(drive.key(), new Wanted.Cdrom(drive.path(), drive.somewhere(), medium.text()));
  }

  private void checkFits(String slot, SpecField part) {
    String bus = Options.family(slot);
    boolean isRefused =
        switch (part.key()) {
          case "ssd" -> bus.equals("virtio");
          case "ioThread", "readOnly" -> bus.equals("ide") || bus.equals("sata");
          default -> false;
        };
    boolean isStateOnly =
        ONLY_EFI.contains(part.key()) && !slot.equals("efidisk0")
            || part.key().equals("version") && !slot.equals("tpmstate0");
    if (isStateOnly) {
      contradiction(
          part,
          "\""
              + part.key()
              + "\" belongs to "
              + (ONLY_EFI.contains(part.key()) ? "efidisk0" : "tpmstate0")
              + ", not to "
              + slot
              + ".");
    } else if (isStateVolume(slot) && !STATE_FIELDS.contains(part.key())) {
      contradiction(
          part,
          slot
              + " has no \""
              + part.key()
              + "\": Proxmox chooses "
              + (part.key().equals("size") ? "its size." : "that."));
    } else if (isRefused) {
      contradiction(part, "Proxmox refuses \"" + part.key() + "\" for " + bus + " disks.");
    }
  }

  private static boolean isStateVolume(String slot) {
    return slot.equals("efidisk0") || slot.equals("tpmstate0");
  }

  private void contradiction(SpecField field, String detail) {
    draft.error(VmCodes.DISK_CONTRADICTION, field.place(), field.path(), field.text(), detail, "Remove \"" + field.key() + "\".");
  }

  private DiskSource source(SpecField disk) {
    Optional<SpecField> source = disk.present("source");
    Optional<SpecField> template = source.flatMap(s -> s.present("template"));
    Optional<SpecField> image = source.flatMap(s -> s.present("import"));
    Optional<SpecField> volume = source.flatMap(s -> s.present("volume"));
    List<SpecField> all = java.util.stream.Stream.of(template, image, volume).flatMap(Optional::stream).toList();
    if (all.size() > 1) {
      contradiction(all.get(1), "A disk has one source, and \"" + all.getFirst().key() + "\" is one already.");
    }
    source
        .flatMap(s -> s.present("full"))
        .filter(full -> template.isEmpty())
        .ifPresent(
            full ->
                contradiction(
                    full, "\"full\" says how a template is cloned, and no template is named."));
    template.ifPresent(templates::add);
    if (template.isPresent()) {
      return new DiskSource.Template();
    }
    if (image.isPresent()) {
      return new DiskSource.Import(image.get().text());
    }
    volume.ifPresent(field -> checkVolume(disk, field));
    return volume.isPresent() ? new DiskSource.Volume(volume.get().text()) : new DiskSource.Empty();
  }

  /** Proxmox takes any volume into any slot, also one of another VM or one that is in a slot already. */
  private void checkVolume(SpecField disk, SpecField field) {
    String volume = field.text();
    Optional<Integer> owner = Volumes.owner(volume);
    int vmid = spec.present("vmid").map(SpecField::text).filter(text -> text.matches("[0-9]{1,9}")).map(Integer::parseInt).orElse(0);
    if (!Volumes.isImage(volume) || owner.isPresent() && owner.get() != vmid && vmid != 0) {
      draft.error(
          VmCodes.FOREIGN_VOLUME, field.place(), field.path(), volume,
          Volumes.isImage(volume)
              ? "Its name says that it belongs to VM " + owner.orElse(0) + "; two VMs on one volume destroy it."
              : "It is a file of the storage and no disk.",
          "Use source.import, which makes a copy, or reassign the disk on the host (Hardware, Disk Action, Reassign Owner).");
    }
    disk.present("storage")
        .filter(storage -> !storage.text().equals(Volumes.storage(volume)))
        .ifPresent(
            storage ->
                draft.error(
                    VmCodes.VOLUME_ELSEWHERE, storage.place(), storage.path(), storage.text(),
                    "The volume of " + field.path() + " lies on " + Volumes.storage(volume) + ".",
                    "Remove \"storage\"; or remove \"source\" to have the disk that is in the slot moved to " + storage.text() + "."));
    String first = volumes.putIfAbsent(volume, field.path());
    if (first != null) {
      draft.error(
          VmCodes.VOLUME_TWICE, field.place(), field.path(), volume,
          "It is the volume of " + first + " already; two disks of a guest on one volume destroy it.",
          "Keep one of the two.");
    }
  }

  private Optional<Size> size(SpecField disk) {
    return disk.present("size")
        .flatMap(
            field -> {
              OptionalLong mebibytes = HardwareParser.wholeMebibytes(field, draft);
              return mebibytes.isPresent()
                  ? Optional.of(new Size(field.path(), field.place(), mebibytes.getAsLong()))
                  : Optional.empty();
            });
  }

  /** Proxmox cannot read a drive that limits one direction and both. */
  private void checkLimits(SpecField limits) {
    for (String both : List.of("mbps", "iops")) {
      for (String one : List.of(both + "Read", both + "Write")) {
        if (limits.present(both).isPresent()) {
          limits.present(one).ifPresent(field ->
              contradiction(field, "\"" + both + "\" limits both directions already, and Proxmox takes one or the other."));
        }
      }
    }
  }

  /** A burst without its limit, or a length without its burst, makes a drive that Proxmox cannot read. */
  private void checkBurst(SpecField limits, SpecField burst) {
    for (SpecField field : burst.fields()) {
      boolean isLength = field.key().endsWith("Length");
      String base = field.key().replaceFirst("Length$", "");
      boolean isGrounded = (isLength ? burst : limits).present(base).isPresent();
      if (!field.isNull() && !isGrounded) {
        contradiction(field, "It needs \"" + base + "\" of " + (isLength ? burst.path() : limits.path()) + ".");
      }
    }
  }

  private SequencedMap<String, Property> properties(SpecField disk) {
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    HardwareParser.take(disk, OPTIONS, properties);
    properties.computeIfPresent(
        "discard",
        (name, p) ->
            new Property(p.path(), p.place(), p.value().map(v -> v.equals("1") ? "on" : "ignore")));
    disk.present("limits").ifPresent(limits -> {
      HardwareParser.take(limits, LIMITS, properties);
      checkLimits(limits);
      limits.present("burst").ifPresent(burst -> {
        burst(burst, properties);
        checkBurst(limits, burst);
      });
    });
    disk.present("pve").ifPresent(pve -> {
      RawParser.properties(pve, properties, draft);
      pve.fields().forEach(this::checkRaw);
    });
    return properties;
  }

  private void burst(SpecField burst, SequencedMap<String, Property> into) {
    LIMITS.forEach((yaml, pve) -> burst.get(yaml).ifPresent(field -> into.put(pve + "_max", field.property())));
    LENGTHS.forEach(
        (yaml, pve) -> burst.get(yaml).ifPresent(field -> into.put(pve, field.property(f -> Long.toString(wholeSeconds(f))))));
  }

  private long wholeSeconds(SpecField field) {
    long seconds = Durations.parse(field.text()).orElse(Duration.ZERO).toSeconds();
    if (seconds < 1) {
      draft.error(
          VmCodes.BAD_AMOUNT, field.place(), field.path(), field.text(), "A burst lasts one second at least.", "Declare 1s or more.");
    }
    return seconds;
  }

  /** What decides about the volume itself has fields of its own, and what the host rewrites can never be declared. */
  private void checkRaw(SpecField field) {
    Map<String, String> instead =
        Map.of(
            "file",
            "source.volume",
            "volume",
            "source.volume",
            "media",
            "cdrom",
            "size",
            "size",
            "import-from",
            "source.import");
    String name = field.key();
    if (instead.containsKey(name)) {
      draft.error(
          VmCodes.HAS_FIELD,
          field.place(),
          field.path(),
          name,
          name + " is declared by \"" + instead.get(name) + "\" of the disk.",
          "Move it there.");
    } else if (name.equals("bps") || name.equals("bps_rd") || name.equals("bps_wr")) {
      draft.error(
          VmCodes.NOT_CONFIGURATION, field.place(), field.path(), name,
          "Proxmox turns " + name + " into " + name.replace("bps", "mbps") + " with three decimals, so it never reads back.",
          "Declare limits in MB/s.");
    }
  }

  /** Rules that need every disk: each can be made, and all that come from a template come from one. */
  void checkWhole() {
    for (SpecField template : templates) {
      if (!template.text().equals(templates.getFirst().text())) {
        draft.error(
            VmCodes.SEVERAL_TEMPLATES,
            template.place(),
            template.path(),
            template.text(),
            "The VM is a clone of one template, and "
                + templates.getFirst().path()
                + " says "
                + templates.getFirst().text()
                + ".",
            "Name the same template in all disks.");
      }
    }
    disks.forEach(this::checkCanBeMade);
    sameInAll("storage", "A clone puts all its disks on one storage");
    sameInAll("full", "A clone is full or linked as a whole");
  }

  private void checkCanBeMade(SpecField disk) {
    boolean isFromTemplate = disk.present("source").flatMap(s -> s.present("template")).isPresent();
    boolean isVolume = disk.present("source").flatMap(s -> s.present("volume")).isPresent();
    boolean isImport = disk.present("source").flatMap(s -> s.present("import")).isPresent();
    boolean hasStorage = disk.present("storage").isPresent();
    boolean hasSize = disk.present("size").isPresent() || isStateVolume(disk.key());
    // A clone's other disks may be the template's as well, and only their options be declared.
    boolean mayBeTemplates = !templates.isEmpty() && !hasStorage;
    if (isFromTemplate || isVolume || mayBeTemplates && !isImport || hasStorage && (hasSize || isImport)) {
      return;
    }
    draft.error(
        VmCodes.DISK_INCOMPLETE, disk.place(), disk.path(), "",
        disk.key() + (hasStorage ? " has no size" : " has no storage") + ", so it could not be made.",
        "Declare " + (hasStorage ? "size" : hasSize || isImport ? "storage" : "storage and size") + ", or a source.");
  }

  private void sameInAll(String key, String rule) {
    List<SpecField> values =
        templates.stream().flatMap(t -> ofTemplate(t, key).stream()).toList();
    for (SpecField value : values) {
      if (!value.text().equals(values.getFirst().text())) {
        draft.error(
            VmCodes.SEVERAL_TEMPLATES, value.place(), value.path(), value.text(),
            rule + ", and " + values.getFirst().path() + " says otherwise.", "Make them the same.");
      }
    }
  }

  /** A field beside a template: of its source, or of its disk. */
  private Optional<SpecField> ofTemplate(SpecField template, String key) {
    return disks.stream()
        .filter(disk -> template.path().equals(disk.path() + ".source.template"))
        .findFirst()
        .flatMap(disk -> key.equals("full") ? disk.present("source").flatMap(s -> s.present(key)) : disk.present(key));
  }

  /** The template of the clone; empty where the VM is made from nothing. */
  Optional<Vm.Template> source() {
    return templates.stream()
        .findFirst()
        .map(
            first ->
                new Vm.Template(
                    Integer.parseInt(first.text()),
                    templates.stream().flatMap(t -> ofTemplate(t, "full").stream()).findFirst().map(SpecField::isTrue),
                    templates.stream().flatMap(t -> ofTemplate(t, "storage").stream()).findFirst().map(SpecField::text),
                    first.place()));
  }
}
