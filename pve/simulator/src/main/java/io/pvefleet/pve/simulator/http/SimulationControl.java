package io.pvefleet.pve.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.fault.TaskFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Lets people play with the hosts of a running simulation: plain HTTP on loopback, one line of text per answer. {@code GET /}
 * lists the hosts and says what can be done; everything else is {@code POST /HOST/ACTION[/ARGUMENT...]}, where HOST is a name
 * or {@code all}.
 */
public final class SimulationControl implements AutoCloseable {

  private static final String HELP =
      """
      POST /HOST/online | offline | blackhole
      POST /HOST/latency/MILLISECONDS
      POST /HOST/vm/VMID/start | stop | delete | silence
      POST /HOST/vm/VMID/set/OPTION/VALUE | unset/OPTION
      POST /HOST/fail-tasks/TYPE/TIMES
      POST /HOST/consoles/cut            (breaks the connections of all open consoles)
      POST /HOST/lose-answers/CHANCE     (0.1 loses one answer to a write in ten, after its effect)
      POST /HOST/token/revoke | restore
      POST /HOST/heal                    (ends all faults)
      HOST is a name of the list above, or all.
      """;

  private final SimulatedFleet fleet;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SimulationControl(SimulatedFleet fleet, int port) {
    this.fleet = fleet;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " is not free for the simulation's control", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts the control of a running fleet; port 0 takes any free one. */
  public static SimulationControl start(SimulatedFleet fleet, int port) {
    return new SimulationControl(fleet, port);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    String text;
    try {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        text = act(List.of(path.substring(1).split("/")));
      } else {
        text = path.equals("/") ? overview() : HELP;
      }
    } catch (IllegalArgumentException | NoSuchElementException wrong) {
      status = 400;
      text = wrong.getMessage() + "\n" + HELP;
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String overview() {
    return fleet.hosts().stream()
            .map(h -> h.name() + " " + h.endpoint() + " " + h.faults().reachability() + " " + count(h) + " VMs\n")
            .collect(Collectors.joining())
        + "\n"
        + HELP;
  }

  private static int count(SimulatedHost host) {
    return host.keyboard().vms().size();
  }

  private String act(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("what to do is missing");
    }
    List<SimulatedHost> hosts = words.getFirst().equals("all") ? fleet.hosts() : List.of(fleet.host(words.getFirst()));
    hosts.forEach(host -> act(host, words.subList(1, words.size())));
    return "done: " + String.join(" ", words) + "\n";
  }

  private static void act(SimulatedHost host, List<String> words) {
    switch (words.getFirst()) {
      case "online" -> host.faults().reachability(Reachability.REACHABLE);
      case "offline" -> host.faults().reachability(Reachability.OFFLINE);
      case "blackhole" -> host.faults().reachability(Reachability.BLACK_HOLED);
      case "latency" -> host.faults().latency(Duration.ofMillis(Long.parseLong(word(words, 1))), Duration.ZERO);
      case "fail-tasks" ->
          host.faults().failTasks(new TaskFault(word(words, 1), Integer.parseInt(word(words, 2)), "simulated failure"));
      case "lose-answers" -> loseAnswers(host, Double.parseDouble(word(words, 1)));
      case "heal" -> {
        host.faults().clear();
        host.faults().reachability(Reachability.REACHABLE);
      }
      case "token" -> {
        switch (word(words, 1)) {
          case "revoke" -> host.keyboard().revoke(host.token());
          case "restore" -> host.keyboard().restore(host.token());
          default -> throw new IllegalArgumentException("unknown: token " + word(words, 1));
        }
      }
      case "consoles" -> {
        if (!word(words, 1).equals("cut")) {
          throw new IllegalArgumentException("unknown: consoles " + word(words, 1));
        }
        host.cutConsoles();
      }
      case "vm" -> machine(host.keyboard(), Integer.parseInt(word(words, 1)), words.subList(2, words.size()));
      default -> throw new IllegalArgumentException("unknown: " + words.getFirst());
    }
  }

  private static void loseAnswers(SimulatedHost host, double chance) {
    host.faults().sometimes(chance, FaultRule.every("POST", ".*", new Fault.LostAfterEffect()));
    host.faults().sometimes(chance, FaultRule.every("PUT", ".*", new Fault.LostAfterEffect()));
  }

  private static void machine(HostKeyboard keyboard, int vmid, List<String> words) {
    switch (word(words, 0)) {
      case "start" -> keyboard.start(vmid);
      case "stop" -> keyboard.stop(vmid);
      case "delete" -> keyboard.delete(vmid);
      case "silence" -> keyboard.silence(vmid);
      case "set" -> keyboard.set(vmid, word(words, 1), String.join("/", words.subList(2, words.size())));
      case "unset" -> keyboard.unset(vmid, word(words, 1));
      default -> throw new IllegalArgumentException("unknown: vm " + vmid + " " + words.getFirst());
    }
  }

  private static String word(List<String> words, int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException("an argument is missing after: " + String.join(" ", words));
    }
    return words.get(index);
  }
}
