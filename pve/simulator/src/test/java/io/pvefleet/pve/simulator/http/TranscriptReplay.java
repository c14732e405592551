package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.wire.PveRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Sends recorded requests to a host prepared alike, with the tokens, tickets, digests and UPIDs of this one. */
final class TranscriptReplay implements AutoCloseable {

  /** What the simulated host answered, and how its task ended where the recording waited for one. */
  record Outcome(String status, JsonNode answer, Optional<String> exit) {}

  /** What this host handed out where the recorded one handed out a ticket. */
  private record Console(JsonNode theirs, JsonNode ours) {}

  private static final Pattern TOKEN = Pattern.compile("PVEAPIToken([= ])([^=]+![^=]+)=.*");
  private static final Pattern UPID = Pattern.compile("UPID(?::|%3A)[A-Za-z0-9:%@!._-]+(?::|%3A)");

  private final AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
  private final SimulatedFleet fleet;
  private final Map<String, String> tokens = new TreeMap<>();
  private final Map<String, String> upids = new LinkedHashMap<>();
  private final Map<String, String> digests = new LinkedHashMap<>();
  private final Map<String, Console> consoles = new LinkedHashMap<>();
  final SimulatedHost host;

  TranscriptReplay() throws InterruptedException {
    InstantSource clock = () -> Instant.now().plus(jumped.get());
    // The recorded host's pvestatd did not run: its cluster/resources never knew more than what exists.
    SimulationSettings settings =
        SimulationSettings.DEFAULT.withoutTemplates().withAuthDelay(Duration.ZERO).withStaleness(Duration.ofDays(1));
    fleet = SimulatedFleet.start(settings, clock);
    host = fleet.hosts().getFirst();
    RecordedHost.prepare(host, tokens);
  }

  /** Lets time pass at the host. */
  void pass(Duration time) {
    jumped.accumulateAndGet(time, Duration::plus);
  }

  Outcome send(Transcript.Exchange recorded) throws Exception {
    StringBuilder text = new StringBuilder(recorded.method() + " " + own(recorded.target()) + " HTTP/1.1\r\n");
    String body = body(recorded);
    for (String header : recorded.headers()) {
      String name = header.substring(0, header.indexOf(':'));
      String value = header.substring(header.indexOf(':') + 1).strip();
      text.append(name).append(": ").append(header(recorded, name, value, body)).append("\r\n");
    }
    RawClient.RawAnswer answer;
    try (RawClient client = new RawClient(host)) {
      client.patience(Duration.ofSeconds(30));
      client.send(text.append("\r\n").append(body).toString());
      answer = client.read().orElseThrow();
      Optional<Console> console = answer.status() == 101 ? console(recorded.target()) : Optional.empty();
      if (console.isPresent() && !console.get().ours().has("password")) {
        JsonNode ours = console.get().ours();
        String line = ours.path("user").asString() + ":" + ours.path("ticket").asString() + "\n";
        client.send(RawWebSocket.frame(0x82, 0x80, line.getBytes(StandardCharsets.UTF_8)));
        client.in().readNBytes("??OK".length());
      }
    }
    while (host.openConsoles() > 0) {
      Thread.sleep(Duration.ofMillis(2)); // the recorded ones were closed as well
    }
    JsonNode json = answer.text().startsWith("{") ? answer.json() : MissingNode.getInstance();
    remember(recorded, json);
    pass(Duration.ofMillis(300));
    return new Outcome(answer.statusLine(), json, recorded.exit().map(ignored -> exit(task(recorded, json))));
  }

  private String header(Transcript.Exchange recorded, String name, String value, String body) {
    return switch (name) {
      case "Content-Length" -> Integer.toString(body.getBytes(StandardCharsets.UTF_8).length);
      case "CSRFPreventionToken" -> value.endsWith(":bad") ? value : login("root@pam").path("CSRFPreventionToken").asString();
      case "Cookie", "Authorization" -> {
        Matcher token = TOKEN.matcher(value);
        if (token.matches()) {
          String secret = recorded.title().equals("wrong secret") ? "no" : tokens.getOrDefault(token.group(2), "no");
          yield "PVEAPIToken" + token.group(1) + token.group(2) + "=" + secret;
        }
        yield ticket(value);
      }
      default -> value;
    };
  }

  /** The recorded ticket's user with a ticket of this host, encoded as the recorded one; broken tickets stay broken. */
  private String ticket(String value) {
    boolean encoded = value.contains("%3A");
    String plain = encoded ? URLDecoder.decode(value, StandardCharsets.UTF_8) : value;
    Matcher parts = Pattern.compile("(PVEAuthCookie=)?PVE:([^:!]+):(?!00000000)[0-9A-F]{8}::.*").matcher(plain);
    if (!parts.matches()) {
      return value;
    }
    String own = login(parts.group(2)).path("ticket").asString("none");
    return Optional.ofNullable(parts.group(1)).orElse("") + (encoded ? URLEncoder.encode(own, StandardCharsets.UTF_8) : own);
  }

  private JsonNode login(String user) {
    return asRoot(PveRequest.post("/access/ticket").with("username", user).with("password", host.rootPassword()));
  }

  private String body(Transcript.Exchange recorded) {
    String body = own(recorded.body()).replace("<password>", host.rootPassword());
    Matcher renewal = Pattern.compile("(?<=password=)(PVE%3A[^&]*)").matcher(body);
    return renewal.find() ? renewal.replaceFirst(Matcher.quoteReplacement(ticket(renewal.group(1)))) : body;
  }

  private String own(String text) {
    String[] result = {text};
    Matcher upid = UPID.matcher(text);
    while (upid.find()) {
      String plain = URLDecoder.decode(upid.group(), StandardCharsets.UTF_8);
      Optional.ofNullable(upids.get(plain)).ifPresent(ours -> result[0] = result[0].replace(upid.group(), ours));
    }
    digests.forEach((theirs, ours) -> result[0] = result[0].replace(theirs, ours));
    console(text).ifPresent(console -> result[0] =
        result[0].replace(ticket(console.theirs), ticket(console.ours))
            .replace("port=" + console.theirs.path("port").asString(), "port=" + console.ours.path("port").asString()));
    return result[0];
  }

  /** The console whose ticket a request shows. */
  private Optional<Console> console(String target) {
    return consoles.entrySet().stream().filter(c -> target.contains(c.getKey())).map(Map.Entry::getValue).findFirst();
  }

  private static String ticket(JsonNode console) {
    return URLEncoder.encode(console.path("ticket").asString(), StandardCharsets.UTF_8);
  }

  private void remember(Transcript.Exchange recorded, JsonNode answer) {
    JsonNode theirs = recorded.answer().path("data");
    JsonNode ours = answer.path("data");
    if (theirs.isString() && theirs.asString().startsWith("UPID:") && ours.isString()) {
      upids.put(theirs.asString(), ours.asString());
    }
    if (theirs.path("upid").isString() && ours.path("upid").isString()) {
      upids.put(theirs.path("upid").asString(), ours.path("upid").asString());
    }
    if (theirs.path("ticket").asString("").contains("PVEVNC:") && ours.path("ticket").isString()) {
      consoles.put(ticket(theirs), new Console(theirs, ours));
    }
    if (theirs.path("digest").isString() && ours.path("digest").isString()) {
      digests.put(theirs.path("digest").asString(), ours.path("digest").asString());
    }
  }

  /** Whether a recorded task was started by a call that could be sent. */
  boolean knows(String target) {
    Matcher upid = UPID.matcher(target);
    return !upid.find() || upids.containsKey(URLDecoder.decode(upid.group(), StandardCharsets.UTF_8));
  }

  /** Starts a task with the token of the recordings, known by the recorded UPID. */
  void start(String path, String body, String recorded) throws Exception {
    try (RawClient client = new RawClient(host)) {
      upids.put(recorded, client.call("POST", path, host.rootToken(), body).data().asString());
    }
  }

  /** Lets all tasks end. */
  void settle() {
    while (!asRoot(PveRequest.get("/nodes/pve1/tasks").with("source", "active")).isEmpty()) {
      pass(Duration.ofSeconds(1));
    }
  }

  /** The task that was waited for: the one that was started, or the one that was cancelled. */
  private String task(Transcript.Exchange recorded, JsonNode answer) {
    Optional<Console> console = console(recorded.target());
    if (console.isPresent()) {
      return console.get().ours().path("upid").asString();
    }
    Matcher cancelled = UPID.matcher(recorded.target());
    return cancelled.find()
        ? upids.getOrDefault(URLDecoder.decode(cancelled.group(), StandardCharsets.UTF_8), "none")
        : answer.path("data").asString("");
  }

  /** Lets the task end and tells how. */
  private String exit(String upid) {
    PveRequest status = PveRequest.get("/nodes/pve1/tasks/" + URLEncoder.encode(upid, StandardCharsets.UTF_8) + "/status");
    for (int i = 0; i < 300; i++) {
      JsonNode now = asRoot(status);
      if (!now.path("status").asString("").equals("running")) {
        return now.path("exitstatus").asString("none");
      }
      pass(Duration.ofSeconds(1));
    }
    return "still running";
  }

  private JsonNode asRoot(PveRequest request) {
    try {
      return host.keyboard().asRoot(request).data();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    fleet.close();
  }
}
