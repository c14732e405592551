package io.pvefleet.vnc.web;

import io.pvefleet.pve.simulator.http.SimulatedHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at a browser, without the browser. */
final class Visitor {
  /** Headers of a trusted reverse proxy, which says who somebody is. */
  static final String USER = "X-Test-User";

  static final String GROUPS = "X-Test-Groups";

  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Every answer that any visitor ever got, for whoever looks for secrets in them. */
  static final ConcurrentLinkedQueue<String> HEARD = new ConcurrentLinkedQueue<>();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI proxy;
  private final String user;

  Visitor(URI proxy, String user) {
    this.proxy = proxy;
    this.user = user;
  }

  record Answer(int status, JsonNode json, HttpResponse<String> response) {
    String code() {
      return json.path("code").asString("");
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).header("X-Pvefleet", "1").header("Origin", proxy.toString()).DELETE());
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return post(path, body, Map.of("X-Pvefleet", "1", "Origin", proxy.toString(), "Content-Type", "application/json"));
  }

  Answer post(String path, String body, Map<String, String> headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(proxy.resolve(path)).timeout(Duration.ofSeconds(60));
    if (!user.isEmpty()) {
      request.header(USER, user);
    }
    return request;
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    HEARD.add(response.headers().map() + "\n" + response.body());
    String type = response.headers().firstValue("content-type").orElse("");
    JsonNode json = type.contains("json") ? JSON.readTree(response.body()) : JSON.createObjectNode();
    return new Answer(response.statusCode(), json, response);
  }

  Answer connect(SimulatedHost host, int vmid, String more) throws IOException, InterruptedException {
    return post("/api/vnc/connect", "{\"host\":\"" + host.name() + "\",\"vmid\":" + vmid + more + "}");
  }

  Answer connect(SimulatedHost host, int vmid) throws IOException, InterruptedException {
    return connect(host, vmid, "");
  }

  Answer refresh(String id) throws IOException, InterruptedException {
    return post("/api/vnc/refresh/" + id, "");
  }

  /** The socket of an answer that lets in. */
  Socket open(Answer connected) {
    if (!connected.json().has("nonce")) {
      throw new AssertionError("not let in: " + connected.status() + " " + connected.json());
    }
    return open(connected.json().path("sessionId").asString(), connected.json().path("nonce").asString());
  }

  Socket open(String id, String nonce) {
    return open(id, proxy.toString(), "binary", "nonce." + nonce);
  }

  /** A socket with that origin and those subprotocols; throws {@link CompletionException} where the handshake fails. */
  Socket open(String id, String origin, String first, String... protocols) {
    Socket socket = new Socket();
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10)).subprotocols(first, protocols);
    if (!origin.isEmpty()) {
      builder.header("Origin", origin);
    }
    if (!user.isEmpty()) {
      builder.header(USER, user);
    }
    URI address = URI.create(proxy.toString().replaceFirst("http", "ws") + "/api/vnc/socket/" + id);
    socket.on(builder.buildAsync(address, socket).join());
    return socket;
  }

  /** Connects, opens and shakes hands. */
  Socket console(SimulatedHost host, int vmid, String more) throws IOException, InterruptedException {
    Socket socket = open(connect(host, vmid, more));
    socket.shakeHands();
    return socket;
  }

  Socket console(SimulatedHost host, int vmid) throws IOException, InterruptedException {
    return console(host, vmid, "");
  }

  List<JsonNode> auditRows(String query) throws IOException, InterruptedException {
    return get("/api/vnc/audit" + query).json().path("rows").values().stream().toList();
  }
}
