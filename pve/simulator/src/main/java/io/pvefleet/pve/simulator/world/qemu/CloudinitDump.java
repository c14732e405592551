package io.pvefleet.pve.simulator.world.qemu;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The user-data that {@code GET cloudinit/dump} shows. Network and meta parts name only what the first device needs. */
final class CloudinitDump {

  private CloudinitDump() {}

  static JsonNode of(SimVm vm, String type) {
    return StringNode.valueOf(switch (type) {
      case "network" -> network(vm.effective());
      case "meta" -> "instance-id: " + vm.digest() + "\n";
      default -> user(vm);
    });
  }

  private static String user(SimVm vm) {
    Map<String, String> config = vm.effective();
    String name = config.getOrDefault("name", "VM" + vm.vmid());
    String host = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    StringBuilder text = new StringBuilder("#cloud-config\nhostname: " + host + "\nmanage_etc_hosts: true\nfqdn: " + name + "\n");
    String user = config.get("ciuser");
    if (user != null) {
      text.append("user: ").append(user).append('\n');
    }
    text.append("chpasswd:\n  expire: False\nusers:\n  - default\n");
    return text.append("package_upgrade: ").append(!"0".equals(config.get("ciupgrade"))).append('\n').toString();
  }

  private static String network(Map<String, String> config) {
    StringBuilder text = new StringBuilder("version: 1\nconfig:\n");
    int index = 0;
    for (Map.Entry<String, String> option : config.entrySet()) {
      if (!Options.isNet(option.getKey())) {
        continue;
      }
      Map<String, String> nic = PropertyFormat.named("net").orElseThrow().parse(option.getKey(), option.getValue());
      text.append("    - type: physical\n      name: eth").append(index++).append("\n      mac_address: '")
          .append(nic.getOrDefault("macaddr", "").toLowerCase(Locale.ROOT)).append("'\n      subnets:\n      - type: dhcp4\n");
    }
    return text.toString();
  }
}
