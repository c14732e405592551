package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.screen.Display;
import io.pvefleet.pve.simulator.screen.ScreenSettings;
import io.pvefleet.pve.simulator.screen.SimulatedScreen;
import io.pvefleet.pve.simulator.screen.SimulatedTerminal;
import io.pvefleet.pve.simulator.world.Container;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.console.SimConsole;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What stands behind the consoles of one host's guests; made when first wanted, and then the same for good. Thread-safe. */
final class Displays {

  private final String host;
  private final HostMachine machine;
  private final long seed;
  private final Map<Integer, SimulatedScreen> screens = new ConcurrentHashMap<>();
  private final Map<Integer, SimulatedTerminal> terminals = new ConcurrentHashMap<>();
  private final Map<Integer, Display> attached = new ConcurrentHashMap<>();
  private final Map<Integer, Display> attachedTerminals = new ConcurrentHashMap<>();

  Displays(String host, HostMachine machine, long seed) {
    this.host = host;
    this.machine = machine;
    this.seed = seed;
  }

  SimulatedScreen screen(int vmid) {
    return screens.computeIfAbsent(vmid, id ->
        new SimulatedScreen(ScreenSettings.of(name(id), host), machine.clock(), new Random(seed + id)));
  }

  SimulatedTerminal terminal(int vmid) {
    return terminals.computeIfAbsent(vmid, id -> {
      World world = machine.look();
      return world.qemu().vm(id).isPresent()
          ? SimulatedTerminal.serial(name(id), "serial0", machine.clock())
          : SimulatedTerminal.container(name(id), machine.clock());
    });
  }

  void attach(int vmid, Display external) {
    attached.put(vmid, external);
  }

  void attachTerminal(int vmid, Display external) {
    attachedTerminals.put(vmid, external);
  }

  Display behind(SimConsole console) {
    int vmid = console.vmid();
    return console.isTerminal()
        ? Optional.ofNullable(attachedTerminals.get(vmid)).orElseGet(() -> terminal(vmid))
        : Optional.ofNullable(attached.get(vmid)).orElseGet(() -> screen(vmid));
  }

  private String name(int vmid) {
    World world = machine.look();
    Optional<String> container = Optional.ofNullable(world.containers().get(vmid)).map(Container::name);
    return world.qemu().vm(vmid).map(Displays::name).or(() -> container).orElse(vmid == 0 ? host : "guest " + vmid);
  }

  private static String name(SimVm vm) {
    return vm.get("name").orElse("VM " + vm.vmid());
  }
}
