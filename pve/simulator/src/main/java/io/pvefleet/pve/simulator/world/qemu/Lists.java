package io.pvefleet.pve.simulator.world.qemu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists inside parameter values: parted by commas, semicolons, blanks or NUL. */
final class Lists {

  private Lists() {}

  static List<String> split(String text) {
    return Arrays.stream(text.split("[,;\\s\\x00]+")).filter(item -> !item.isEmpty()).toList();
  }

  /** Tags as they are stored: lower case, each once, sorted as text, joined with semicolons. */
  static String tags(String text) {
    return split(text).stream().map(tag -> tag.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(";"));
  }
}
