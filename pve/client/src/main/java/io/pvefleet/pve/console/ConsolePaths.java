package io.pvefleet.pve.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of the guests of one node. */
record ConsolePaths(String node) {

  String of(GuestType type, int vmid, String rest) {
    String encoded = URLEncoder.encode(node, StandardCharsets.UTF_8).replace("+", "%20");
    return "/nodes/" + encoded + "/" + type.segment() + "/" + vmid + "/" + rest;
  }
}
