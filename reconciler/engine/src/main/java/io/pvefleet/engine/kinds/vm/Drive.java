package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.Slots;
import io.pvefleet.pve.wire.PropertyString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a drive slot ({@code scsi0}, {@code ide2}, {@code efidisk0} and so on): a volume and options. Proxmox replaces
 * the value as a whole, so that a change starts from what was read. Immutable.
 *
 * @param volume volume id, {@code none}, {@code cdrom}, or one of the forms that ask for a new volume
 * @param options without the volume, in the order read
 */
record Drive(String volume, SequencedMap<String, String> options) {
  /** {@code STORAGE:SIZE} asks for a new volume of that many GiB. */
  private static final Pattern ALLOCATION = Pattern.compile("([^:\\s/]+):([0-9]+(?:\\.[0-9]+)?)");

  /** What Proxmox calls the volume that it writes for cloud-init, on every kind of storage; or the form that asks for it. */
  private static final Pattern CLOUD_INIT = Pattern.compile("[^:]+:(?:cloudinit|(?:.*/)?vm-[0-9]+-cloudinit(?:\\.[a-z0-9]+)?)");

  /** Older spellings that Proxmox itself replaces. */
  private static final Set<String> VOLUME_KEYS = Set.of("file", "volume");

  Drive {
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  static boolean isSlot(String option) {
    return Slots.DRIVE.matcher(option).matches();
  }

  static Drive parse(String text) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    String volume = "";
    for (var e : PropertyString.parse(text, "file").properties().entrySet()) {
      if (VOLUME_KEYS.contains(e.getKey())) {
        volume = e.getValue();
      } else {
        options.put(e.getKey(), e.getValue());
      }
    }
    return new Drive(volume, options);
  }

  /** Storage that the volume lies on; empty for an empty drive, the host's own drive and an absolute path. */
  Optional<String> storage() {
    int colon = volume.indexOf(':');
    return colon > 0 && !volume.startsWith("/") ? Optional.of(volume.substring(0, colon)) : Optional.empty();
  }

  /** The size as measured by the host. */
  OptionalLong sizeBytes() {
    return Sizes.bytes(options.getOrDefault("size", ""));
  }

  boolean isCloudInit() {
    return CLOUD_INIT.matcher(volume).matches();
  }

  /** A CD drive with or without a medium; a cloud-init drive is none, although Proxmox shows it to the guest as one. */
  boolean isCdrom() {
    return !isCloudInit()
        && (options.getOrDefault("media", "").equals("cdrom")
            || volume.equals("none")
            || volume.equals("cdrom"));
  }

  /** The bytes that this value asks to allocate; empty where it names something that exists. */
  OptionalLong allocationBytes() {
    Matcher m = ALLOCATION.matcher(volume);
    return m.matches()
        ? OptionalLong.of((long) Math.ceil(Double.parseDouble(m.group(2)) * 1024 * 1024) * 1024)
        : OptionalLong.empty();
  }

  Drive with(String option, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(options);
    more.put(option, value);
    return new Drive(volume, more);
  }

  Drive without(String option) {
    SequencedMap<String, String> fewer = new LinkedHashMap<>(options);
    fewer.remove(option);
    return new Drive(volume, fewer);
  }

  Drive holding(String newVolume) {
    return new Drive(newVolume, options);
  }

  /** The value to send. */
  String text() {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    all.put("file", volume);
    all.putAll(options);
    return PropertyString.of(all).text("file");
  }
}
