package io.pvefleet.pve.simulator.world.qemu;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats that the API schema names; each with the host's words for a value that does not fit. */
final class NamedFormats {

  private static final Pattern DNS_NAME =
      Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");
  private static final Pattern TAG = Pattern.compile("(?i)[a-z0-9_][a-z0-9_\\-+.]*");
  private static final Pattern CONFIG_ID = Pattern.compile("(?i)[a-z][a-z0-9_-]+");
  private static final Pattern STORAGE_ID = Pattern.compile("(?i)[a-z][a-z0-9\\-_.]*[a-z0-9]");
  private static final Pattern VOLUME_ID = Pattern.compile("(?i)[a-z][a-z0-9\\-_.]*[a-z0-9]:.+");
  private static final Pattern MAC = Pattern.compile("(?i)[a-f0-9][02468ace](?::[a-f0-9]{2}){5}");
  private static final Pattern OCTETS =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
  private static final Pattern BRIDGE_ID = Pattern.compile("[-_.\\w]+");
  private static final Pattern CPUSET = Pattern.compile("\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*");
  private static final Pattern STARTUP = Pattern.compile("(?:order=)?\\d+|up=\\d+|down=\\d+");
  private static final Pattern SIZE = Pattern.compile("\\d+(\\.\\d+)?[KMGT]?");
  private static final Pattern URL_ENCODED = Pattern.compile("[-%a-zA-Z0-9_.!~*'()]*");
  private static final Pattern BOOT_DISK = Pattern.compile("(?:ide[0-3]|sata[0-5]|scsi(?:[12]?\\d|30)|virtio(?:1[0-5]|\\d))");
  private static final Pattern OTHER_BOOT_DEVICE = Pattern.compile("(?:net|usb|hostpci)\\d+");
  private static final Set<String> FEATURES = Set.of("network", "disk", "cpu", "memory", "usb", "cloudinit");

  private NamedFormats() {}

  static Optional<String> fault(String option, String format, String value) {
    if (format.endsWith("-list")) {
      return Lists.split(value).stream()
          .map(item -> fault(option, format.substring(0, format.length() - "-list".length()), item))
          .flatMap(Optional::stream).findFirst();
    }
    return switch (format) {
      case "dns-name" -> unless(DNS_NAME, value, "value does not look like a valid DNS name");
      case "pve-tag" -> unless(TAG, value, "invalid characters in tag");
      case "pve-configid" -> unless(CONFIG_ID, value, "invalid configuration ID '" + value + "'");
      case "pve-storage-id" -> storageId(value);
      case "pve-vmid" -> unless(Pattern.compile("[1-9][0-9]{2,8}"), value, "value does not look like a valid VM ID");
      case "pve-volume-id" -> unless(VOLUME_ID, value, "unable to parse volume ID '" + value + "'");
      case "pve-volume-id-or-absolute-path" -> value.startsWith("/") ? Optional.empty() : fault(option, "pve-volume-id", value);
      case "pve-volume-id-or-qm-path" ->
          value.equals("none") || value.equals("cdrom")
              ? Optional.empty()
              : fault(option, "pve-volume-id-or-absolute-path", value);
      case "mac-addr" -> unless(MAC, value, "value does not look like a valid unicast MAC address");
      case "address" ->
          unless(
              text -> isIp(text) || DNS_NAME.matcher(text).matches(), value,
              "value does not look like a valid address: " + value);
      case "ip" -> unless(NamedFormats::isIp, value, "value does not look like a valid IP address");
      case "ipv4" -> unless(OCTETS, value, "value does not look like a valid IPv4 address");
      case "ipv6" -> unless(NamedFormats::isIpv6, value, "value does not look like a valid IPv6 address");
      case "pve-ipv4-config" ->
          unless(
              text -> text.equals("dhcp") || isNetwork(text, OCTETS.asMatchPredicate(), 32), value,
              "value does not look like a valid ipv4 network configuration");
      case "pve-ipv6-config" ->
          unless(
              text -> text.equals("dhcp") || text.equals("auto") || isNetwork(text, NamedFormats::isIpv6, 128), value,
              "value does not look like a valid ipv6 network configuration");
      case "pve-bridge-id" -> unless(BRIDGE_ID, value, "invalid bridge ID '" + value + "'");
      case "pve-cpuset" -> unless(CPUSET, value, "unable to parse cpuset option");
      case "pve-startup-order" -> startup(value);
      case "pve-hotplug-features" -> hotplug(value);
      case "disk-size" -> unless(SIZE, value, "value does not look like a valid disk size: " + value);
      case "urlencoded" -> unless(URL_ENCODED, value, "invalid urlencoded string: " + value);
      case "pve-phys-bits" ->
          unless(
              text -> text.equals("host") || isBetween(text, 8, 64), value,
              "value must be an integer between 8 and 64 or 'host'");
      case "pve-qm-bootdisk" -> unless(BOOT_DISK, value, "invalid boot disk '" + value + "'");
      case "pve-qm-bootdev" ->
          unless(
              text -> Options.isDrive(text) || OTHER_BOOT_DEVICE.matcher(text).matches(), value,
              "invalid boot device '" + value + "'");
      case "pve-vm-cpu-conf" -> CpuModels.fault(option, value);
      default -> PropertyFormat.named(format).flatMap(properties -> properties.fault(option, value));
    };
  }

  private static Optional<String> unless(Pattern pattern, String value, String error) {
    return unless(pattern.asMatchPredicate(), value, error);
  }

  private static Optional<String> unless(Predicate<String> fits, String value, String error) {
    return fits.test(value) ? Optional.empty() : Optional.of(error + "\n");
  }

  private static Optional<String> storageId(String value) {
    if (value.length() < 2) {
      return Optional.of("storage ID '" + value + "' cannot be shorter than 2 characters\n");
    }
    return unless(STORAGE_ID, value, "storage ID '" + value + "' contains illegal characters");
  }

  /** A bare {@code 0} is refused, as the host asks for a value that is true; {@code order=0} passes. */
  private static Optional<String> startup(String value) {
    boolean fits = !value.isEmpty() && !value.equals("0");
    for (String part : value.split(",")) {
      fits &= part.isBlank() || STARTUP.matcher(part).matches();
    }
    return fits ? Optional.empty() : Optional.of("unable to parse startup options\n");
  }

  private static Optional<String> hotplug(String value) {
    if (value.equals("0") || value.equals("1")) {
      return Optional.empty();
    }
    return Lists.split(value).stream().filter(feature -> !FEATURES.contains(feature)).findFirst()
        .map(feature -> "invalid hotplug feature '" + feature + "'\n");
  }

  private static boolean isIp(String text) {
    return OCTETS.matcher(text).matches() || isIpv6(text);
  }

  private static boolean isIpv6(String text) {
    if (!text.contains(":") || !text.matches("[0-9A-Fa-f:.]+") || text.contains(":::")) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int groups = 0;
    for (String group : text.split(":")) {
      if (group.contains(".")) {
        if (!OCTETS.matcher(group).matches()) {
          return false;
        }
        groups += 2;
      } else if (!group.isEmpty()) {
        if (group.length() > 4) {
          return false;
        }
        groups++;
      }
    }
    return gap >= 0 ? groups < 8 : groups == 8 && !text.startsWith(":") && !text.endsWith(":");
  }

  private static boolean isNetwork(String text, Predicate<String> address, int bits) {
    int slash = text.indexOf('/');
    return slash > 0 && address.test(text.substring(0, slash)) && isBetween(text.substring(slash + 1), 8, bits);
  }

  private static boolean isBetween(String text, int low, int high) {
    return text.matches("\\d{1,3}") && Integer.parseInt(text) >= low && Integer.parseInt(text) <= high;
  }
}
