package io.pvefleet.app.web.chart;

import java.util.Locale;

/** Writes markup; every text and value is escaped. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** An element without content. Names and values take turns. */
  Svg empty(String name, String... attributes) {
    start(name, attributes);
    text.insert(text.length() - 1, '/');
    return this;
  }

  Svg start(String name, String... attributes) {
    text.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1])).append('"');
    }
    text.append('>');
    return this;
  }

  Svg end(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  Svg element(String name, String content, String... attributes) {
    start(name, attributes);
    text.append(escaped(content));
    return end(name);
  }

  /** What a screen reader says of the picture. */
  Svg named(String id, String title, String description) {
    return element("title", title, "id", id + "-t").element("desc", description, "id", id + "-d");
  }

  /** {@code 37.5%}. */
  static String percent(double share) {
    String number = String.format(Locale.ROOT, "%.2f", share * 100);
    return number.replaceAll("\\.?0+$", "") + "%";
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
