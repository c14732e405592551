package io.pvefleet.app.simulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pvefleet.app.simulate.Simulation.Member;
import io.pvefleet.app.simulate.Simulation.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets a person switch simulated hosts off and on while they run: {@code GET /hosts} lists them,
 * {@code GET /hosts/NAME/writes} tells what one was asked to change, {@code POST /hosts/NAME/offline}, {@code .../black-holed} and
 * {@code .../reachable} switch one. On loopback only.
 */
public final class ControlServer implements AutoCloseable {

  private final Simulation simulation;
  private final HttpServer server;

  private ControlServer(Simulation simulation, HttpServer server) {
    this.simulation = simulation;
    this.server = server;
  }

  /** Starts it on that port; 0 takes any free one. */
  public static ControlServer start(Simulation simulation, int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ControlServer control = new ControlServer(simulation, server);
      server.createContext("/", control::answer);
      server.start();
      return control;
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " is not free for the switchboard of the simulation", e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/");
      boolean isList = exchange.getRequestMethod().equals("GET") && path.length == 2 && path[1].equals("hosts");
      boolean isSwitch = exchange.getRequestMethod().equals("POST") && path.length == 4 && path[1].equals("hosts");
      boolean isLog =
          exchange.getRequestMethod().equals("GET") && path.length == 4 && path[1].equals("hosts") && path[3].equals("writes");
      if (isLog) {
        Optional<List<String>> writes = simulation.writes(path[2]);
        send(exchange, writes.isPresent() ? 200 : 404, writes.map(lines -> String.join("\n", lines) + "\n").orElse("No such host.\n"));
      } else if (isList) {
        send(exchange, 200, list());
      } else if (isSwitch) {
        Optional<Member> member = seen(path[3]).flatMap(seen -> simulation.let(path[2], seen));
        send(exchange, member.isPresent() ? 200 : 404,
            member.isPresent() ? path[2] + " is " + path[3] + "\n" : "No such host, or not one of reachable, offline, black-holed.\n");
      } else {
        send(exchange, 404, "GET /hosts or /hosts/NAME/writes, or POST /hosts/NAME/offline, /black-holed or /reachable.\n");
      }
    }
  }

  private String list() {
    StringBuilder text = new StringBuilder();
    List<Member> members = simulation.members();
    for (int i = 0; i < members.size(); i++) {
      text.append("%-14s %-26s %-12s %d requests%n"
          .formatted(members.get(i).name(), members.get(i).endpoint(), word(simulation.seen(i)), simulation.requests(i)));
    }
    return text.toString();
  }

  private static Optional<Seen> seen(String word) {
    for (Seen seen : Seen.values()) {
      if (word(seen).equals(word)) {
        return Optional.of(seen);
      }
    }
    return Optional.empty();
  }

  private static String word(Seen seen) {
    return seen.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
