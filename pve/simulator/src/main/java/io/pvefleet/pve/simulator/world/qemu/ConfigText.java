package io.pvefleet.pve.simulator.world.qemu;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the configuration file makes of values: each write checks and rewrites them, each read parses the lines again. This is
 * where an empty value becomes a blank, a huge integer vanishes and Korean outside the description turns to mojibake.
 */
final class ConfigText {

  static final Set<String> BOOLEANS = Set.of(
      "acpi", "allow-ksm", "autostart", "ciupgrade", "freeze", "keephugepages", "kvm", "localtime", "numa", "onboot",
      "protection", "reboot", "tablet", "tdf", "template");
  static final Set<String> INTEGERS =
      Set.of("balloon", "cores", "cpuunits", "migrate_speed", "shares", "smp", "sockets", "vcpus", "snaptime");
  static final Set<String> NUMBERS = Set.of("cpulimit", "migrate_downtime");

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern TRUE = Pattern.compile("(?i)1|on|yes|true");
  private static final Pattern FALSE = Pattern.compile("(?i)0|off|no|false");
  /** Perl keeps integers up to this and turns larger ones into floats, which the next read refuses. */
  private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private ConfigText() {}

  /** {@code 1} or {@code 0} for the spellings of a boolean. */
  static Optional<String> flag(String value) {
    if (TRUE.matcher(value).matches()) {
      return Optional.of("1");
    }
    return FALSE.matcher(value).matches() ? Optional.of("0") : Optional.empty();
  }

  /** All values as a write and the read after it leave them; {@link Die} where the write refuses one. */
  static Map<String, String> stored(Map<String, String> values) {
    Map<String, String> next = new TreeMap<>();
    values.forEach((key, value) -> stored(key, value).ifPresent(text -> next.put(key, text)));
    return next;
  }

  /** The same for the pending section, where an empty description stays, so that applying it deletes the old one. */
  static Map<String, String> pending(Map<String, String> values) {
    Map<String, String> next = stored(values);
    if (values.containsKey("description")) {
      next.putIfAbsent("description", "");
    }
    return next;
  }

  private static Optional<String> stored(String key, String value) {
    if (key.equals("description")) {
      String text = value.replaceAll("(?U)\\s+$", "");
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
    if (INTEGERS.contains(key)) {
      return integer(key, value);
    }
    if (BOOLEANS.contains(key)) {
      return Optional.of(flag(value).orElseThrow(() -> refused(key, "boolean", value)));
    }
    if (NUMBERS.contains(key)) {
      if (!DECIMAL.matcher(value).matches()) {
        throw refused(key, "number", value);
      }
      return Optional.of(value);
    }
    String line = line(key, value);
    // A blank is no percent-encoded text, so the next read drops the line without a word.
    return key.equals("sshkeys") && line.isBlank() ? Optional.empty() : Optional.of(line);
  }

  private static Optional<String> integer(String key, String value) {
    if (!DIGITS.matcher(value).matches()) {
      throw refused(key, "integer", value);
    }
    BigInteger number = new BigInteger(value);
    return number.compareTo(LARGEST) > 0 ? Optional.empty() : Optional.of(number.toString());
  }

  private static Die refused(String key, String type, String value) {
    return Die.of("unable to parse value of '" + key + "' - type check ('" + type + "') failed - got '" + value + "'");
  }

  private static String line(String key, String value) {
    String text = value;
    if (Options.isPlainText(key) && text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    text = text.strip();
    if (text.isEmpty()) {
      return " ";
    }
    boolean wide = text.chars().anyMatch(c -> c > 0xFF);
    return wide ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : text;
  }
}
