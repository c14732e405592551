package io.pvefleet.app.simulate;

import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Simulated hosts that run, under the names that their fleet repository gives them. Closing it stops them. Thread safe. */
public final class Simulation implements AutoCloseable {

  /** Cities whose sites come round in turn. */
  private static final List<String> CITIES = List.of("seoul", "busan", "incheon", "daegu", "daejeon", "gwangju", "suwon", "jeju");

  private final SimulatedFleet fleet;
  private final List<Member> members;

  private Simulation(SimulatedFleet fleet, List<Member> members) {
    this.fleet = fleet;
    this.members = List.copyOf(members);
  }

  /** How a host is seen from outside. */
  public enum Seen {
    REACHABLE,
    /** Connections are refused at once. */
    OFFLINE,
    /** Nothing answers. */
    BLACK_HOLED
  }

  /**
   * What to simulate.
   *
   * @param basePort of the first host, the others follow; 0 takes any free ones
   * @param taskSpeed how many times faster than a real host tasks run
   */
  public record Wish(int hosts, int vmsPerHost, int basePort, Duration latency, double taskSpeed) {

    /** For tests: tasks end at once. */
    public static Wish fast(int hosts, int vmsPerHost) {
      return new Wish(hosts, vmsPerHost, 0, Duration.ZERO, 1000);
    }
  }

  /**
   * A host of the simulation.
   *
   * @param name of host and site in the fleet repository
   */
  public record Member(String name, URI endpoint, String fingerprint, String node, String token) {
    @Override
    public String toString() {
      return name + " " + endpoint;
    }
  }

  /** Starts the hosts; returns when each accepts connections. Throws where a port is taken, and then none runs. */
  public static Simulation start(Wish wish) {
    SimulationSettings pace = wish.taskSpeed() >= 1000 ? SimulationSettings.FAST : SimulationSettings.DEFAULT;
    SimulatedFleet fleet =
        SimulatedFleet.start(
            pace.withHosts(wish.hosts()).withBasePort(wish.basePort()).withLatency(wish.latency()).withTaskSpeed(wish.taskSpeed()));
    List<Member> members =
        IntStream.range(0, wish.hosts()).mapToObj(i -> member(i, fleet.hosts().get(i))).toList();
    return new Simulation(fleet, members);
  }

  private static Member member(int index, SimulatedHost host) {
    String name = String.format(Locale.ROOT, "%s-%03d", CITIES.get(index % CITIES.size()), index + 1);
    return new Member(name, host.endpoint(), host.fingerprint(), host.node(), host.token());
  }

  /** Hosts in the order of their ports. */
  public List<Member> members() {
    return members;
  }

  /** Makes a host be seen so from now on; empty where there is none of that name. */
  public Optional<Member> let(String name, Seen seen) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(name)) {
        fleet.hosts().get(i).faults().reachability(reachability(seen));
        return Optional.of(members.get(i));
      }
    }
    return Optional.empty();
  }

  /** Lets that many of the last hosts be seen so; gives their names. */
  public List<String> letLast(int count, int skip, Seen seen) {
    List<String> names = new ArrayList<>();
    for (Member member : members.subList(Math.max(0, members.size() - skip - count), Math.max(0, members.size() - skip))) {
      let(member.name(), seen);
      names.add(member.name());
    }
    return List.copyOf(names);
  }

  /** How a host is seen now. */
  public Seen seen(int index) {
    return switch (fleet.hosts().get(index).faults().reachability()) {
      case REACHABLE -> Seen.REACHABLE;
      case OFFLINE -> Seen.OFFLINE;
      case BLACK_HOLED -> Seen.BLACK_HOLED;
    };
  }

  /** How many requests reached that host so far. */
  public int requests(int index) {
    return fleet.hosts().get(index).log().all().size();
  }

  /**
   * What that host was asked to change, oldest first, a line each: instant, status of the answer, method, path and parameters;
   * secrets masked. Empty where there is no host of that name.
   */
  public Optional<List<String>> writes(String name) {
    return IntStream.range(0, members.size())
        .filter(i -> members.get(i).name().equals(name))
        .mapToObj(i -> fleet.hosts().get(i).log().writes().stream().map(Simulation::line).toList())
        .findFirst();
  }

  private static String line(LoggedRequest request) {
    String params = request.params().entrySet().stream()
        .map(param -> " " + param.getKey() + "=" + URLEncoder.encode(param.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
    return request.at() + " " + request.status() + " " + request.method() + " " + request.path() + params;
  }

  /** Writes a fleet repository that fits these hosts; see {@link FleetRepository}. */
  public void writeRepository(Path folder, int vmsPerHost) {
    new FleetRepository(folder).write(members, vmsPerHost);
  }

  private static Reachability reachability(Seen seen) {
    return switch (seen) {
      case REACHABLE -> Reachability.REACHABLE;
      case OFFLINE -> Reachability.OFFLINE;
      case BLACK_HOLED -> Reachability.BLACK_HOLED;
    };
  }

  @Override
  public void close() {
    fleet.close();
  }
}
