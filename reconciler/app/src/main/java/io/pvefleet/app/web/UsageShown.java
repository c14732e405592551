package io.pvefleet.app.web;

import io.pvefleet.app.usage.Period;
import io.pvefleet.app.view.Gauge;
import java.util.List;
import java.util.Optional;

/**
 * Load of a host or VM as a page shows it.
 *
 * @param isKept whether anything is known of the period; else there are the newest figures alone
 * @param presence whether the host answered; empty on a VM's page
 * @param table the same figures in words, in longer steps
 */
public record UsageShown(Period period, boolean isKept, Optional<PresenceShown> presence, List<Figure> figures, Table table) {
  public UsageShown {
    figures = List.copyOf(figures);
  }

  /**
   * Whether the host answered.
   *
   * @param svg the strip
   * @param parts how long it was how
   */
  public record PresenceShown(String svg, List<Part> parts) {}

  /** How long the host was in one state. */
  public record Part(String word, String name, String length) {}

  /**
   * One quantity.
   *
   * @param gauge its newest value; empty where not known
   * @param whole what it is a share of, in words; empty where not known
   * @param note what else is to be said; may be empty
   * @param chart its history; empty where there is none
   */
  public record Figure(String name, Optional<Gauge> gauge, String whole, String note, String chart) {}

  /** Figures in rows; the first column is the time. */
  public record Table(List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }
}
