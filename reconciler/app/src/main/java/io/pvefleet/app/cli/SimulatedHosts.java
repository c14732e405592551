package io.pvefleet.app.cli;

import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.process.cli.Failure;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What {@code simulate} and {@code demo} have in common. */
final class SimulatedHosts {

  @Option(names = "--hosts", paramLabel = "N", defaultValue = "3", description = "how many hosts; default: 3")
  private int hosts = 3;

  @Option(names = "--vms-per-host", paramLabel = "M", defaultValue = "4", description = "how many VMs on each; default: 4")
  private int vmsPerHost = 4;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      defaultValue = "0ms",
      description = "how long each answer takes, such as 50ms; default: 0ms")
  private String latency = "0ms";

  @Option(names = "--speed", paramLabel = "N", defaultValue = "20", description = "how many times faster than real tasks run; default: 20")
  private double speed = 20;

  @Option(names = "--offline", paramLabel = "N", defaultValue = "0", description = "so many hosts refuse connections at first")
  private int offline;

  @Option(names = "--blackhole", paramLabel = "N", defaultValue = "0", description = "so many hosts answer nothing at first")
  private int blackHoled;

  int hosts() {
    return hosts;
  }

  int vmsPerHost() {
    return vmsPerHost;
  }

  Simulation start(int basePort) {
    check(hosts >= 1 && hosts <= 2000, "--hosts must be 1 to 2000.");
    check(vmsPerHost >= 0 && vmsPerHost <= 200, "--vms-per-host must be 0 to 200.");
    check(offline >= 0 && blackHoled >= 0 && offline + blackHoled <= hosts, "--offline and --blackhole must fit into --hosts.");
    check(basePort >= 0 && basePort + hosts < 65_535, "Ports end at 65535.");
    Simulation simulation;
    try {
      simulation = Simulation.start(new Simulation.Wish(hosts, vmsPerHost, basePort, duration(latency), speed));
    } catch (IllegalStateException e) {
      throw new Failure(CliCodes.NOT_SIMULATED, String.valueOf(e.getMessage()), "Choose another port.");
    }
    simulation.letLast(offline, 0, Simulation.Seen.OFFLINE);
    simulation.letLast(blackHoled, offline, Simulation.Seen.BLACK_HOLED);
    return simulation;
  }

  private static Duration duration(String text) {
    if (text.matches("[0-9]{1,5}ms")) {
      return Duration.ofMillis(Integer.parseInt(text.substring(0, text.length() - 2)));
    }
    check(text.matches("[0-9]{1,3}s"), "--latency is a time such as 50ms or 1s.");
    return Duration.ofSeconds(Integer.parseInt(text.substring(0, text.length() - 1)));
  }

  private static void check(boolean isGood, String otherwise) {
    if (!isGood) {
      throw new Failure(CliCodes.NOT_SIMULATED, otherwise, "See pvefleet simulate --help.");
    }
  }
}
