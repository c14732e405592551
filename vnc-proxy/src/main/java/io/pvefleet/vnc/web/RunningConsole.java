package io.pvefleet.vnc.web;

import io.pvefleet.vnc.relay.Figures;
import io.pvefleet.vnc.relay.Relay;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.Other;
import io.pvefleet.vnc.session.Running;
import io.pvefleet.vnc.session.Traffic;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A relay as the rules see it. */
record RunningConsole(Relay relay, BrowserSocket browser) implements Running {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As the page reads it. */
  record Presence(String type, List<Other> others) {}

  @Override
  public void presence(List<Other> others) {
    browser.control(JSON.writeValueAsString(new Presence("presence", others)));
  }

  @Override
  public void end(CloseReason reason) {
    relay.end(reason, "");
  }

  @Override
  public Traffic traffic() {
    return traffic(relay.figures());
  }

  static Traffic traffic(Figures figures) {
    return new Traffic(figures.bytesToBrowser(), figures.bytesToGuest(), figures.keys(), figures.clipboardBytes());
  }
}
