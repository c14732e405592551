package io.pvefleet.engine.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Breaks long text into lines. */
final class Lines {

  /** Two panes on a wide screen, or one with a margin. */
  private static final int COLUMNS = 116;

  private Lines() {}

  /** Words, each line indented. */
  static List<String> wrap(String text, int indent) {
    return fill(Arrays.asList(text.split(" ")), " ", indent);
  }

  /** Items with something between them, none broken. */
  static List<String> wrapItems(List<String> items, String between, int indent) {
    return fill(items, between, indent);
  }

  private static List<String> fill(List<String> items, String between, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i < items.size() - 1 ? between : "");
      if (line.length() > 0 && indent + line.length() + item.stripTrailing().length() > COLUMNS) {
        lines.add(" ".repeat(indent) + line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(item);
    }
    if (line.length() > 0) {
      lines.add(" ".repeat(indent) + line.toString().stripTrailing());
    }
    return lines;
  }
}
