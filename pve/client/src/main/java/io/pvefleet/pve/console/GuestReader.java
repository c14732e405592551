package io.pvefleet.pve.console;

import io.pvefleet.pve.console.GuestState.Power;
import io.pvefleet.pve.fault.PveException.NotFound;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.wire.PropertyString;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Reads of a guest what decides whether and how a console can be opened. Blocks. */
final class GuestReader {

  /** Of QEMU's states those in which a VM is there and its processors stand still (QAPI, RunState). */
  private static final List<String> STILL =
      List.of("paused", "suspended", "prelaunch", "inmigrate", "io-error", "internal-error", "guest-panicked", "watchdog");

  private static final List<String> SERIAL_PORTS = IntStream.range(0, 4).mapToObj(n -> "serial" + n).toList();

  private final PveHost host;
  private final ConsolePaths paths;

  GuestReader(PveHost host, ConsolePaths paths) {
    this.host = host;
    this.paths = paths;
  }

  GuestState state(int vmid) {
    for (GuestType type : GuestType.values()) {
      try {
        return state(type, host.send(PveRequest.get(paths.of(type, vmid, "status/current"))).data());
      } catch (NotFound _) {
        // Not of this kind; perhaps of the other.
      }
    }
    return GuestState.absent();
  }

  private static GuestState state(GuestType type, JsonNode data) {
    Power power = switch (data.path("status").asString("")) {
      case "running" -> STILL.contains(data.path("qmpstatus").asString("")) ? Power.PAUSED : Power.RUNNING;
      case "paused", "suspended" -> Power.PAUSED;
      case "stopped" -> Power.STOPPED;
      default -> Power.UNKNOWN;
    };
    return new GuestState(power, Optional.of(type), data.path("name").asString(""));
  }

  GuestDisplays displays(GuestType type, int vmid) {
    return switch (type) {
      case LXC -> new GuestDisplays(false, true, false, Optional.empty());
      // The running configuration: a port that is only planned has nobody behind it yet.
      case QEMU -> displays(host.send(PveRequest.get(paths.of(type, vmid, "config")).with("current", "1")).data());
    };
  }

  private static GuestDisplays displays(JsonNode config) {
    String vga = PropertyString.parse(config.path("vga").asString("std"), "type").get("type").orElse("std");
    // "socket" is a port that the host holds; anything else is a device of the host handed to the VM.
    List<String> ports = SERIAL_PORTS.stream().filter(port -> config.path(port).asString("").equals("socket")).toList();
    Optional<String> serial = ports.stream().filter(vga::equals).findFirst().or(() -> ports.stream().findFirst());
    return new GuestDisplays(!vga.equals("none"), serial.isPresent(), serial.filter(vga::equals).isPresent(), serial);
  }
}
