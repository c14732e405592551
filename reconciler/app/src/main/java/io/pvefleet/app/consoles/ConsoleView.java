package io.pvefleet.app.consoles;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of consoles at one moment. Immutable.
 *
 * @param proxy where browsers find the console proxy; empty where none is set up
 * @param rows the latest sessions, newest first
 * @param readAt when the proxy last answered; empty before it first did
 * @param fault why it does not answer now; empty where it does
 */
public record ConsoleView(Optional<URI> proxy, List<ConsoleRow> rows, Optional<Instant> readAt, String fault) {

  public ConsoleView {
    rows = List.copyOf(rows);
  }

  /** Whether consoles can be opened from here at all. */
  public boolean isOffered() {
    return proxy.isPresent();
  }

  /** Address that opens the console of that guest at once. */
  public String link(String host, int vmid) {
    return base() + "/console?host=" + URLEncoder.encode(host, StandardCharsets.UTF_8) + "&vmid=" + vmid;
  }

  /** The same without the right to type. */
  public String viewLink(String host, int vmid) {
    return link(host, vmid) + "&mode=view";
  }

  /** Name of the browser's tab for that guest: a second click goes to the first tab. */
  public static String tab(String host, int vmid) {
    return "c-" + host + "-" + vmid;
  }

  /** The latest sessions of that guest. */
  public List<ConsoleRow> of(String host, int vmid, int limit) {
    return rows.stream().filter(row -> row.host().equals(host) && row.vmid() == vmid).limit(limit).toList();
  }

  public List<ConsoleRow> open() {
    return rows.stream().filter(ConsoleRow::isOpen).toList();
  }

  private String base() {
    String text = proxy.orElseThrow(() -> new IllegalStateException("there is no console proxy")).toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
