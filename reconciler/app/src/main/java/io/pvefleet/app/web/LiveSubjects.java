package io.pvefleet.app.web;

/**
 * Of which subjects of the stream of news a page shows something beside the rows in it, which it knows by their ids. {@code ~}
 * stands for every age.
 */
final class LiveSubjects {
  private LiveSubjects() {}

  /**
   * What holds the fleet and how many alerts there are is on every page.
   *
   * @param path of the page, as it is asked for
   */
  static String of(String path) {
    String[] parts = path.split("/", -1);
    String section = parts.length > 1 ? parts[1] : "";
    String name = parts.length > 2 ? parts[2] : "";
    return "holds alerts "
        + switch (section) {
          case "" -> "hosts vms source store runs consoles events ~";
          case "hosts" -> name.isEmpty() ? "hosts" : "h-" + name;
          case "vms" -> parts.length > 3 ? "v-" + name + "-" + parts[3] + " h-" + name + " consoles" : "vms";
          case "drift" -> "vms";
          case "runs" -> name.isEmpty() ? "runs" : "r-" + name;
          case "schedules" -> "source runs";
          case "about" -> "source store";
          // Events, consoles, alerts: a page of what the stream calls by the same word.
          default -> section;
        };
  }
}
