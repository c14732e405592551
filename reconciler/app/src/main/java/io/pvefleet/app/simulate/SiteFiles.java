package io.pvefleet.app.simulate;

import io.pvefleet.app.simulate.Simulation.Member;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The documents of one site: its host and its VMs, a believable mixture of kiosks, tills, a server and a backup. */
record SiteFiles(Member member, int index, int vmsPerHost, Path token) {

  /** The first VMs of a site; the rest are tills and kiosks in turn. */
  private static final List<String> FIRST = List.of("server", "pos", "kiosk", "pos", "backup");

  private static final int FIRST_VMID = 101;

  /** The first of the fleet's sites get changes first. */
  private static final int PILOTS = 5;

  String site() {
    return """
        apiVersion: pvefleet/v1
        kind: Site
        metadata:
          name: %1$s
          labels: {ring: %2$s}
        spec:
          displayName: %3$s
          timeZone: Asia/Seoul
          openingHours: Mon-Sat 09:00-21:00
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata:
          name: %1$s
        spec:
          endpoint: %4$s
          node: %5$s
          tls: {fingerprint: "%6$s"}
          tokenRef: file:%7$s
        """
        .formatted(member.name(), ring(), displayName(), member.endpoint(), member.node(), member.fingerprint(), token);
  }

  String vms() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < vmsPerHost; i++) {
      text.append(i == 0 ? "" : "---\n").append(vm(i));
    }
    return text.toString();
  }

  private String vm(int i) {
    String role = role(i);
    int vmid = FIRST_VMID + i;
    String cloudInit =
        role.equals("server") || role.equals("kiosk")
            ? "  cloudInit: {ip: {net0: %s/24}, gateway: %s}%n".formatted(address(10 + i), address(1))
            : "";
    return """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata:
          name: %1$s-%2$02d
          labels: {role: %1$s, ring: %3$s}
        spec:
          vmid: %4$d
          profiles: [%6$s]
        %5$s"""
        .formatted(role, number(i), ring(), vmid, cloudInit, profile(role));
  }

  private static String profile(String role) {
    return switch (role) {
      case "kiosk" -> "linux-kiosk";
      case "pos" -> "windows-pos";
      default -> role;
    };
  }

  private static String role(int i) {
    return i < FIRST.size() ? FIRST.get(i) : i % 2 == 1 ? "kiosk" : "pos";
  }

  /** The how many-th of its role. */
  private static int number(int i) {
    int number = 0;
    for (int before = 0; before <= i; before++) {
      number += role(before).equals(role(i)) ? 1 : 0;
    }
    return number;
  }

  /** Each site has a network of its own below 10/8. */
  private String address(int last) {
    return String.format(Locale.ROOT, "10.%d.%d.%d", 16 + index / 250, index % 250, last);
  }

  private String ring() {
    return index < PILOTS ? "pilot" : "main";
  }

  private String displayName() {
    String city = member.name().substring(0, member.name().indexOf('-'));
    return Character.toUpperCase(city.charAt(0)) + city.substring(1) + " pharmacy " + (index + 1);
  }
}
