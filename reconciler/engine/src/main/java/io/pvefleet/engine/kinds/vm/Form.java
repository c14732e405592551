package io.pvefleet.engine.kinds.vm;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How an option without properties is written. Two values mean the same where their normal forms are equal; what the host
 * makes of a value on the way in is part of the form.
 */
enum Form {
  /** {@code 1}, {@code on}, {@code yes}, {@code true} and their opposites. */
  FLAG,
  /** {@code 2}, {@code 2.0} and {@code 02} are one number. */
  NUMBER,
  /** Processor weight: hosts with cgroup v2 silently store at most 10000. */
  WEIGHT,
  /** The text itself. */
  WORD,
  /** Text for people: white space at its end is cut by the host; line ends become line feeds here. */
  PROSE,
  /** Words with commas, semicolons or blanks between them; their order counts. */
  LIST,
  /** Words in any order, case and repetition: the host's tag style decides how they read back. */
  TAGS,
  /** Percent-encoded lines. */
  SSH_KEYS,
  /** {@code order=scsi0;net0}; the legacy letters stay as they are. */
  BOOT,
  /** Features that may be plugged while the guest runs; {@code 1} is the default list, {@code 0} none. */
  HOTPLUG;

  static final List<String> DEFAULT_HOTPLUG = List.of("disk", "network", "usb");

  private static final BigDecimal MAX_WEIGHT = BigDecimal.valueOf(10_000);
  private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");
  private static final Set<String> FALSE = Set.of("0", "off", "no", "false");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Pattern BETWEEN = Pattern.compile("[,;\\s\\x00]+");
  private static final Pattern TRAILING_BLANKS = Pattern.compile("\\s+\\z", Pattern.UNICODE_CHARACTER_CLASS);

  /** The text in the form in which values compare. */
  String normal(String text) {
    return switch (this) {
      case FLAG -> flag(text);
      case NUMBER -> number(text);
      case WEIGHT -> weight(text);
      case WORD -> text;
      case PROSE -> prose(text);
      case LIST -> String.join(" ", words(text));
      case TAGS -> String.join(";", tags(text));
      case SSH_KEYS -> String.join("\n", sshKeys(text));
      case BOOT -> String.join(";", bootOrder(text));
      case HOTPLUG -> String.join(",", hotplug(text));
    };
  }

  static String flag(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? "1" : FALSE.contains(lower) ? "0" : text;
  }

  static String number(String text) {
    String stripped = text.strip();
    return DIGITS.matcher(stripped).matches() ? plain(new BigDecimal(stripped)) : text;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String weight(String text) {
    String number = number(text);
    return DIGITS.matcher(number).matches() ? plain(new BigDecimal(number).min(MAX_WEIGHT)) : text;
  }

  static String prose(String text) {
    return TRAILING_BLANKS.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
  }

  static List<String> words(String text) {
    return Arrays.stream(BETWEEN.split(text)).filter(word -> !word.isEmpty()).toList();
  }

  /** Lower case, sorted, each once. */
  static List<String> tags(String text) {
    return List.copyOf(new TreeSet<>(words(text.toLowerCase(Locale.ROOT))));
  }

  /** Keys that a percent-encoded value holds, without empty lines. */
  static List<String> sshKeys(String text) {
    return sshKeyLines(decoded(text));
  }

  static List<String> sshKeyLines(String plain) {
    return plain.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** A plus is a plus here, unlike in a form. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** Slots in their order; for legacy letters one element that is no slot. */
  static List<String> bootOrder(String text) {
    List<String> order = new ArrayList<>();
    for (String part : text.strip().split(",")) {
      if (part.startsWith("order=")) {
        order.addAll(words(part.substring("order=".length())));
      } else if (!part.startsWith("legacy=") && !part.isBlank()) {
        order.add("legacy=" + part.strip());
      }
    }
    return order;
  }

  static Set<String> hotplug(String text) {
    return switch (text.strip()) {
      case "0" -> new TreeSet<>();
      case "1" -> new TreeSet<>(DEFAULT_HOTPLUG);
      default -> words(text).stream().collect(Collectors.toCollection(TreeSet::new));
    };
  }
}
