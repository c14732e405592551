package io.pvefleet.vnc.page;

import java.util.Locale;

/** What somebody looks for in the list. Immutable; empty parts match all. */
public record ConsoleQuery(String q, String role, String site) {
  /** Longer than any name; what is beyond it is cut off instead of being refused. */
  private static final int LONGEST = 200;

  public ConsoleQuery {
    q = q.strip();
    q = q.length() > LONGEST ? q.substring(0, LONGEST) : q;
  }

  /** Whether every word of the search is in the row, and role and site are the chosen ones. */
  public boolean matches(ConsoleRow row) {
    if (!role.isEmpty() && !role.equals(row.role()) || !site.isEmpty() && !site.equals(row.guest().site())) {
      return false;
    }
    if (q.isEmpty()) {
      return true;
    }
    String words = row.words();
    for (String wanted : q.toLowerCase(Locale.ROOT).split("\\s+")) {
      if (!words.contains(wanted)) {
        return false;
      }
    }
    return true;
  }

  public boolean isFiltered() {
    return !q.isEmpty() || !role.isEmpty() || !site.isEmpty();
  }
}
