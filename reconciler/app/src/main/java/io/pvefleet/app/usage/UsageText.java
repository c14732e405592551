package io.pvefleet.app.usage;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A host's usage as one line, since 1,000 hosts write one every five minutes:
 * {@code 1;p5,0,0;n5,60,34,,102400,65536;v101:...;slocal:...}. Presence, node, guests and storages; a count of memory that equals that
 * of CPU is left out. A guest costs some 25 bytes, a host of ten VMs and two storages some 355.
 */
final class UsageText {
  private static final String VERSION = "1";

  private UsageText() {}

  static String write(Usage usage) {
    StringBuilder text = new StringBuilder(VERSION);
    Presence presence = usage.presence();
    text.append(";p").append(numbers(presence.answered(), presence.silent(), presence.maintained()));
    if (!usage.node().equals(Level.NONE)) {
      text.append(";n").append(level(usage.node()));
    }
    usage.guests().forEach((vmid, level) -> text.append(";v").append(vmid).append(':').append(level(level)));
    usage.storages().forEach((name, fill) ->
        text.append(";s").append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append(':')
            .append(numbers(fill.at().getEpochSecond(), fill.used(), fill.total())));
    return text.toString();
  }

  /** Reads what was written; what another version wrote, or nobody can read, tells nothing. */
  static Usage read(String text) {
    try {
      String[] parts = text.split(";", -1);
      return parts[0].equals(VERSION) ? read(parts) : Usage.NONE;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Usage.NONE;
    }
  }

  private static Usage read(String[] parts) {
    Presence presence = Presence.NONE;
    Level node = Level.NONE;
    SortedMap<Integer, Level> guests = new TreeMap<>();
    SortedMap<String, Fill> storages = new TreeMap<>();
    for (int i = 1; i < parts.length; i++) {
      String rest = parts[i].substring(1);
      int colon = rest.indexOf(':');
      switch (parts[i].charAt(0)) {
        case 'p' -> {
          long[] n = numbers(rest);
          presence = new Presence((int) n[0], (int) n[1], (int) n[2]);
        }
        case 'n' -> node = level(rest);
        case 'v' -> guests.put(Integer.parseInt(rest.substring(0, colon)), level(rest.substring(colon + 1)));
        case 's' -> {
          long[] n = numbers(rest.substring(colon + 1));
          String name = URLDecoder.decode(rest.substring(0, colon), StandardCharsets.UTF_8);
          storages.put(name, new Fill(Instant.ofEpochSecond(n[0]), n[1], n[2]));
        }
        default -> throw new IllegalArgumentException("unknown part " + parts[i]);
      }
    }
    return new Usage(presence, node, guests, storages);
  }

  private static String level(Level level) {
    String memoryCount = level.memoryCount() == level.count() ? "" : Integer.toString(level.memoryCount());
    return numbers(level.count(), level.cpuSum(), level.cpuMax()) + "," + memoryCount + ","
        + numbers(level.memorySum(), level.memoryTotal());
  }

  private static Level level(String text) {
    String[] n = text.split(",", -1);
    int count = Integer.parseInt(n[0]);
    return new Level(count, Long.parseLong(n[1]), Integer.parseInt(n[2]), n[3].isEmpty() ? count : Integer.parseInt(n[3]),
        Long.parseLong(n[4]), Long.parseLong(n[5]));
  }

  private static String numbers(long... values) {
    return LongStream.of(values).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray();
  }
}
