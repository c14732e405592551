package io.pvefleet.vnc.page;

import io.pvefleet.vnc.access.Guest;
import java.util.Locale;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A guest as the list shows it. Immutable.
 *
 * @param mayControl whether its console may be used, besides being seen
 */
public record ConsoleRow(Guest guest, boolean mayControl) {

  public String name() {
    return guest.name().isEmpty() ? guest.host() + "/" + guest.vmid() : guest.name();
  }

  public String role() {
    return guest.labels().getOrDefault("role", "");
  }

  /** The name of the tab that shows it, so that a second click finds the first. */
  public String window() {
    return "c-" + guest.host() + "-" + guest.vmid();
  }

  public String address() {
    return UriComponentsBuilder.fromPath("/console")
        .queryParam("host", "{host}").queryParam("vmid", "{vmid}").encode()
        .buildAndExpand(guest.host(), guest.vmid()).toUriString();
  }

  public String viewAddress() {
    return address() + "&mode=view";
  }

  /** Everything that a person may remember of it, in small letters. */
  public String words() {
    return String.join(" ", name(), guest.host(), guest.host() + "/" + guest.vmid(), guest.site(), guest.siteName(), role())
        .toLowerCase(Locale.ROOT);
  }
}
