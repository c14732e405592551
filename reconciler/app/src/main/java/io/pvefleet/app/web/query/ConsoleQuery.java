package io.pvefleet.app.web.query;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which console sessions; every part may be left away.
 *
 * @param vmid 0 for any
 * @param since those that were opened then or later
 */
public record ConsoleQuery(String host, String user, int vmid, Instant since, int page, int size) {
  /** The filters that an address can have. */
  public static final List<String> FILTERS = List.of("host", "user", "vmid", "since");

  /** @param zone of a day that they are asked for since */
  public static ConsoleQuery of(Map<String, String> given, ZoneId zone) {
    Params params = new Params(given);
    ConsoleQuery query =
        new ConsoleQuery(
            params.text("host"), params.text("user"), params.number("vmid", 0), params.since(zone), params.number("page", 1),
            params.size(Slice.SIZE));
    params.check();
    return query;
  }

  public boolean isFiltered() {
    return !host.isEmpty() || !user.isEmpty() || vmid != 0 || since.isAfter(Instant.EPOCH);
  }

  /** Open sessions first: they are what can still be acted upon. */
  public List<ConsoleRow> select(ConsoleView view) {
    return view.rows().stream()
        .filter(row -> host.isEmpty() || row.host().equals(host))
        .filter(row -> user.isEmpty() || row.user().equals(user))
        .filter(row -> vmid == 0 || row.vmid() == vmid)
        .filter(row -> !row.opened().isBefore(since))
        .sorted(Comparator.comparing(ConsoleRow::isOpen).reversed())
        .toList();
  }
}
