package io.pvefleet.app.cli;

import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The alerts that the daemon left in force, the critical ones and then the oldest first. */
record StatusAlerts(List<StoredAlert> alerts) {
  /** As many as fit a terminal beside the rest; the page has them all. */
  private static final int SHOWN = 8;

  StatusAlerts {
    alerts = alerts.stream()
        .sorted(Comparator.comparing(StoredAlert::severity).reversed().thenComparing(StoredAlert::began).thenComparing(StoredAlert::id))
        .toList();
  }

  void text(PrintStream out, Instant now) {
    if (alerts.isEmpty()) {
      return; // or no daemon has ever judged: neither is said to be fine
    }
    long critical = alerts.stream().filter(alert -> alert.severity() == Severity.CRITICAL).count();
    out.printf("Alerts    %d in force, %d of them critical%n", alerts.size(), critical);
    alerts.stream().limit(SHOWN).forEach(alert -> out.printf("  %-8s  for %s, %s: %s%n",
        alert.severity().word(), StatusCommand.age(alert.began(), now), where(alert), alert.message()));
    if (alerts.size() > SHOWN) {
      out.printf("  and %d more%n", alerts.size() - SHOWN);
    }
  }

  private static String where(StoredAlert alert) {
    return alert.host().isEmpty()
        ? "the fleet"
        : alert.host() + alert.vmid().map(vmid -> "/" + vmid + " " + alert.vmName()).orElse("");
  }

  void json(ObjectNode root) {
    ArrayNode all = root.putArray("alerts");
    for (StoredAlert alert : alerts) {
      ObjectNode node = all.addObject().put("kind", alert.kind()).put("severity", alert.severity().word()).put("host", alert.host());
      alert.vmid().ifPresent(vmid -> node.put("vmid", vmid).put("name", alert.vmName()));
      node.put("object", alert.object()).put("began", alert.began().toString()).put("message", alert.message());
    }
  }
}
