package io.pvefleet.app.web;

/**
 * Of which subjects of the stream of news a page shows something beside the rows in it, which it knows by their ids. {@code ~}
 * stands for every age.
 */
final class Watch {
  private Watch() {}

  /** @param path of the page, as it is asked for */
  static String of(String path) {
    String[] parts = path.split("/", -1);
    String section = parts.length > 1 ? parts[1] : "";
    String name = parts.length > 2 ? parts[2] : "";
    return "holds "
        + switch (section) {
          case "" -> "hosts vms source store alerts runs consoles events ~";
          case "hosts" -> name.isEmpty() ? "hosts alerts" : "h-" + name + " alerts";
          case "vms" -> parts.length > 3 ? "v-" + name + "-" + parts[3] + " h-" + name + " consoles alerts" : "vms";
          case "drift" -> "vms";
          case "runs" -> name.isEmpty() ? "runs" : "r-" + name;
          case "schedules" -> "source runs";
          case "about" -> "source store";
          // Events, alerts, consoles: a page of what the stream calls by the same word.
          default -> section;
        };
  }
}
