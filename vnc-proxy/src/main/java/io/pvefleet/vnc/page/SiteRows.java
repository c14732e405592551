package io.pvefleet.vnc.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one site, in the order of the catalog. Immutable. */
public record SiteRows(String site, String name, List<ConsoleRow> rows) {
  public SiteRows {
    rows = List.copyOf(rows);
  }

  static List<SiteRows> of(List<ConsoleRow> rows) {
    Map<String, List<ConsoleRow>> sites = new LinkedHashMap<>();
    for (ConsoleRow row : rows) {
      sites.computeIfAbsent(row.guest().site(), site -> new ArrayList<>()).add(row);
    }
    return sites.values().stream()
        .map(of -> new SiteRows(of.getFirst().guest().site(), of.getFirst().guest().siteName(), of))
        .toList();
  }
}
