package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that the guest agent of a machine answers. Source: qemu-server {@code API2/Qemu/Agent.pm}; the refusals and how late the
 * last of them comes as recorded.
 */
final class AgentCalls {

  /** How long the host waits for the ping that it sends before each command. Seen: 3.1 s. */
  private static final Duration PING = Duration.ofSeconds(3);

  private static final Pattern CARD = Pattern.compile("(?:^|,)(?:virtio|e1000|e1000e|rtl8139|vmxnet3)=([0-9A-Fa-f:]{17})");
  private static final Pattern STATIC = Pattern.compile("(?:^|,)ip=([0-9.]+)/(\\d+)");

  private AgentCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces", AgentCalls::interfaces);
  }

  private static Turn interfaces(Query q) {
    int vmid = Integer.parseInt(q.text("vmid"));
    SimVm vm = q.world().qemu().vm(vmid).orElseThrow(() ->
        Refusal.died("Configuration file 'nodes/" + q.world().facts().node() + "/qemu-server/" + vmid + ".conf' does not exist"));
    if (!Views.hasAgent(vm)) {
      throw Refusal.died("No QEMU guest agent configured");
    }
    if (!vm.isRunning()) {
      throw Refusal.died("VM " + vmid + " is not running");
    }
    if (vm.power() != SimVm.Power.RUNNING || vm.guest() == SimVm.Guest.SILENT) {
      return unanswered(q);
    }
    ArrayNode cards = Json.array();
    card(cards, "lo", "00:00:00:00:00:00", "127.0.0.1", 8, "::1", 128);
    for (int n = 0; n < 32; n++) {
      String net = vm.config().getOrDefault("net" + n, "");
      Matcher mac = CARD.matcher(net);
      if (mac.find()) {
        card(cards, vm, n, mac.group(1).toLowerCase(Locale.ROOT), net.contains("link_down=1"));
      }
    }
    ObjectNode data = Json.object();
    data.set("result", cards);
    return q.answer(Reply.ok(data));
  }

  /** The host pings first and waits; one of its three workers does nothing else meanwhile. */
  private static Turn unanswered(Query q) {
    Instant late = q.arrived().plusMillis((long) (PING.toMillis() / q.world().pace().taskSpeed()));
    if (q.moment().now().isBefore(late)) {
      return new Turn.Waiting(q.world(), late);
    }
    throw Refusal.died("QEMU guest agent is not running");
  }

  private static void card(ArrayNode cards, SimVm vm, int n, String mac, boolean isUnplugged) {
    String name = vm.config().getOrDefault("ostype", "").startsWith("win") ? "Ethernet" : "eth";
    Matcher fixed = STATIC.matcher(vm.config().getOrDefault("ipconfig" + n, ""));
    Optional<String[]> address = fixed.find() ? Optional.of(new String[] {fixed.group(1), fixed.group(2)}) : Optional.empty();
    String[] shown =
        address.orElseGet(() -> new String[] {"10.%d.%d.%d".formatted(n, vm.vmid() >> 8 & 255, vm.vmid() & 255), "16"});
    if (isUnplugged) {
      cards.addObject().put("name", name + n).put("hardware-address", mac);
    } else {
      card(cards, name + n, mac, shown[0], Integer.parseInt(shown[1]), local(mac), 64);
    }
  }

  private static void card(ArrayNode cards, String name, String mac, String ipv4, int prefix4, String ipv6, int prefix6) {
    ObjectNode card = cards.addObject().put("name", name).put("hardware-address", mac);
    ArrayNode addresses = card.putArray("ip-addresses");
    addresses.addObject().put("ip-address", ipv4).put("ip-address-type", "ipv4").put("prefix", prefix4);
    addresses.addObject().put("ip-address", ipv6).put("ip-address-type", "ipv6").put("prefix", prefix6);
    card.putObject("statistics").put("rx-bytes", 0).put("tx-bytes", 0);
  }

  /** The link-local address that a card gives itself: RFC 4291, appendix A. */
  private static String local(String mac) {
    String[] bytes = mac.split(":");
    int first = Integer.parseInt(bytes[0], 16) ^ 2;
    return "fe80::%x:%xff:fe%s:%x".formatted(
        first << 8 | Integer.parseInt(bytes[1], 16), Integer.parseInt(bytes[2], 16), bytes[3],
        Integer.parseInt(bytes[4] + bytes[5], 16));
  }
}
