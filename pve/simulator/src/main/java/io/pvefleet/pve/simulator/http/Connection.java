package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.fault.Fate;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.http.ResponseWriter.Encoding;
import io.pvefleet.pve.simulator.http.ResponseWriter.Keep;
import io.pvefleet.pve.simulator.http.ResponseWriter.Options;
import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.Refusal;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.access.Credentials;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: TLS, HTTP/1.1 as pveproxy speaks it, and the faults that strike on the way. */
final class Connection {

  /** Observed: idle connections close after 5.0 s, fresh ones too. */
  private static final int IDLE_MS = 5_000;
  /** Observed: the 101st answer of a connection says that it is the last. */
  private static final int REQUESTS = 101;

  private static final int MAX_BODY = 524_288;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE");
  private static final byte[] NOTHING = {};

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final SimulatedHost host;
  private final SSLSocketFactory tls;

  Connection(SimulatedHost host, SSLSocketFactory tls) {
    this.host = host;
    this.tls = tls;
  }

  /** Serves until either side closes. */
  void serve(Socket raw) {
    try {
      raw.setSoTimeout(IDLE_MS);
      raw.setTcpNoDelay(true);
      int first = raw.getInputStream().read();
      if (first < 0 || !host.listener().awaitVisible()) {
        return;
      }
      byte[] seen = {(byte) first};
      if (first != TLS_HANDSHAKE) {
        plain(raw, seen);
        return;
      }
      try (Socket secure = tls.createSocket(raw, new ByteArrayInputStream(seen), true)) {
        requests(new Peer(raw, secure, new RequestReader(secure.getInputStream())));
      }
    } catch (IOException gone) {
      // the client left, idled, or spoke something else; a real host says nothing either
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void requests(Peer peer) throws IOException, InterruptedException {
    ResponseWriter out = new ResponseWriter(peer.secure().getOutputStream());
    for (int number = 1; number <= REQUESTS; number++) {
      Optional<RequestHead> head;
      try {
        head = peer.in().head();
      } catch (RequestReader.HeaderTooLarge silent) {
        Thread.sleep(IDLE_MS);
        return;
      } catch (RequestHead.MalformedRequest bad) {
        out.write("HTTP/1.1", bad.status, String.valueOf(bad.getMessage()), Keep.CLOSE, "", NOTHING, now());
        return;
      } catch (SocketTimeoutException idle) {
        return;
      }
      if (head.isEmpty() || !host.listener().awaitVisible() || !exchange(head.get(), peer, out, number == REQUESTS)) {
        return;
      }
    }
  }

  /** Answers one request; whether the connection stays open. */
  private boolean exchange(RequestHead head, Peer peer, ResponseWriter out, boolean last)
      throws IOException, InterruptedException {
    Answer answer;
    Optional<ApiPath> path = ApiPath.of(head.rawPath());
    if (!METHODS.contains(head.method())) {
      answer = Answer.bare(501, "method '" + head.method() + "' not available");
    } else if (!head.version().matches("HTTP/1\\.[01]")) {
      answer = Answer.bare(506, "http protocol version " + head.version() + " not supported");
    } else if (path.isEmpty()) {
      answer = Answer.text(500, "no such file '" + head.rawPath() + "'");
    } else {
      Fate fate = host.faults().decide(head.method(), path.get().path());
      Thread.sleep(fate.delay());
      Optional<Answer> given = struck(fate.fault(), head, path.get(), peer);
      if (given.isEmpty() || !host.listener().awaitVisible()) {
        return false;
      }
      answer = given.get();
    }
    boolean truncated = answer.truncated();
    boolean keeps = answer.status() < 400 && !last && !truncated && head.version().equals("HTTP/1.1")
        && head.header("connection").filter("close"::equalsIgnoreCase).isEmpty();
    Keep keep = !keeps ? Keep.CLOSE : answer.forwarded() ? Keep.BOTH : Keep.ALIVE;
    Encoding encoding = Encoding.accepted(head.header("accept-encoding").orElse(""));
    String version = head.version().equals("HTTP/1.0") ? "HTTP/1.0" : "HTTP/1.1";
    Options options = new Options(host.machine().clock().instant(), encoding, truncated, "");
    out.write(version, answer.status(), answer.reason(), keep, answer.contentType(), answer.body(), options);
    return keeps;
  }

  /** The answer after what the fault makes of it; empty where the connection ends without one. */
  private Optional<Answer> struck(
      Optional<Fault> fault, RequestHead head, ApiPath path, Peer peer)
      throws IOException, InterruptedException {
    if (fault.isEmpty()) {
      return answer(head, path, peer, "");
    }
    String name = fault.get().getClass().getSimpleName();
    return switch (fault.get()) {
      case Fault.LostBeforeEffect ignored -> {
        host.log().add(entry(head, path, new LinkedHashMap<>(), "", 0, name));
        yield Optional.empty();
      }
      case Fault.LostAfterEffect ignored -> {
        answer(head, path, peer, name);
        yield Optional.empty();
      }
      case Fault.StatusBeforeEffect status -> {
        host.log().add(entry(head, path, new LinkedHashMap<>(), "", status.status(), name));
        yield Optional.of(Answer.bare(status.status(), status.reason()));
      }
      case Fault.StatusAfterEffect status -> {
        answer(head, path, peer, name);
        yield Optional.of(Answer.bare(status.status(), status.reason()));
      }
      case Fault.TruncatedBody ignored -> answer(head, path, peer, name).map(Answer::cut);
      case Fault.GarbageBody ignored -> answer(head, path, peer, name).map(given -> Answer.page());
      case Fault.OversizedBody large -> answer(head, path, peer, name).map(given -> Answer.oversized(large.bytes()));
      case Fault.Reset ignored -> {
        host.log().add(entry(head, path, new LinkedHashMap<>(), "", 0, name));
        peer.raw().setSoLinger(true, 0);
        peer.raw().close();
        yield Optional.empty();
      }
      case Fault.Silence ignored -> {
        host.log().add(entry(head, path, new LinkedHashMap<>(), "", 0, name));
        ConsoleUpgrade.hang(peer);
        yield Optional.empty();
      }
      case Fault.Slow slow -> {
        Thread.sleep(slow.by());
        yield answer(head, path, peer, name);
      }
    };
  }

  /** What the host itself answers; empty where the connection became a console and is over. The call is logged. */
  private Optional<Answer> answer(RequestHead head, ApiPath path, Peer peer, String fault)
      throws IOException, InterruptedException {
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    String identity = "";
    Answer answer;
    try {
      Caller caller = host.machine().proven(head.method(), path.path(), credentials(head));
      identity = caller.id();
      params.putAll(params(head, peer.in()));
      if (!path.isJson() && !path.isExtjs()) {
        throw Refusal.of(501, "no formatter for uri " + path.path() + ", " + path.format());
      }
      Reply reply = host.machine().answer(new Call(head.method(), path.path(), params, caller, host.machine().clock().instant()));
      host.secrets().note(reply);
      if (ConsoleUpgrade.isAsked(head, path)) {
        ConsoleUpgrade upgrade = new ConsoleUpgrade(host, head);
        upgrade.demandVersion();
        if (reply.isSuccess()) {
          upgrade(upgrade, reply, entry(head, path, params, identity, 101, fault), peer);
          return Optional.empty();
        }
      }
      if (reply.status() == 401) {
        Thread.sleep(host.authDelay());
      }
      answer = Answer.of(reply, path);
    } catch (HostMachine.Unproven unproven) {
      Thread.sleep(host.authDelay());
      answer = Answer.bare(401, String.valueOf(unproven.getMessage()));
    } catch (Refusal refusal) {
      answer = refusal.status() == 403 ? Answer.of(refusal.asReply(), path) : Answer.text(refusal.status(), refusal.text());
    } catch (RuntimeException defect) {
      LOG.error("simulator defect, answered with 500: {} {}", head.method(), path.path(), defect);
      answer = Answer.text(500, "simulator defect: " + defect);
    }
    host.log().add(entry(head, path, params, identity, answer.status(), fault));
    return Optional.of(answer);
  }

  /** Carries a console, or waits in vain for one; a fault after the effect takes its worker's one connection for nothing. */
  private void upgrade(ConsoleUpgrade upgrade, Reply reply, LoggedRequest entry, Peer peer)
      throws IOException, InterruptedException {
    Optional<HostConsoles.Accepted> console = upgrade.connected(reply.data().path("port").asInt(0));
    host.log().add(console.isPresent() ? entry : entry.unanswered());
    if (console.isEmpty()) {
      ConsoleUpgrade.hang(peer);
    } else if (entry.fault().isEmpty()) {
      upgrade.serve(console.get(), peer);
    } else {
      host.consoles().abandoned(console.get());
    }
  }

  /** Parameters of the body, overridden by those of the query. */
  private static SequencedMap<String, Sent> params(RequestHead head, RequestReader in) throws IOException {
    if (head.header("transfer-encoding").isPresent()) {
      throw Refusal.of(501, "chunked transfer encoding not supported");
    }
    long length = head.contentLength();
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    if (length > 0) {
      if (!head.method().equals("POST") && !head.method().equals("PUT")) {
        throw Refusal.of(501, "Unexpected content for method '" + head.method() + "'");
      }
      if (length > MAX_BODY) {
        throw Refusal.of(501, "for data too large");
      }
      String type = head.header("content-type").orElse("application/x-www-form-urlencoded");
      String bare = type.split(";", 2)[0].strip();
      switch (bare) {
        case "application/x-www-form-urlencoded" ->
            params.putAll(FormDecoding.form(new String(in.body((int) length), StandardCharsets.UTF_8)));
        case "application/json" -> params.putAll(FormDecoding.json(in.body((int) length)));
        default -> throw Refusal.of(506, "upload 'Content-Type '" + type + "' not implemented");
      }
    }
    params.putAll(FormDecoding.form(head.rawQuery()));
    return params;
  }

  private static Credentials credentials(RequestHead head) {
    return new Credentials(head.header("cookie"), head.header("authorization"), head.header("csrfpreventiontoken"));
  }

  private LoggedRequest entry(
      RequestHead head, ApiPath path, Map<String, Sent> params, String identity, int status, String fault) {
    SequencedMap<String, String> shown = new LinkedHashMap<>();
    params.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : text(value)));
    return new LoggedRequest(host.machine().clock().instant(), head.method(), path.path(), shown, identity, status, fault);
  }

  private static boolean isSecret(String parameter) {
    return parameter.contains("password") || parameter.contains("ticket");
  }

  private static String text(Sent value) {
    return switch (value) {
      case Sent.Scalar scalar -> scalar.text();
      case Sent.Array array -> String.join(",", array.texts());
      case Sent.Hash ignored -> "{}";
      case Sent.Undefined ignored -> "null";
    };
  }

  /** Plain HTTP on the TLS port: sent on to https. */
  private void plain(Socket socket, byte[] seen) throws IOException {
    RequestReader in =
        new RequestReader(new SequenceInputStream(new ByteArrayInputStream(seen), socket.getInputStream()));
    try {
      Optional<RequestHead> head = in.head();
      if (head.isEmpty()) {
        return;
      }
      boolean get = head.get().method().equals("GET");
      String reason = get ? "Moved Permanently" : "Permanent Redirect";
      String target = "https://" + head.get().header("host").orElse("localhost") + head.get().target();
      Options options = new Options(host.machine().clock().instant(), Encoding.IDENTITY, false, target);
      new ResponseWriter(socket.getOutputStream())
          .write("HTTP/1.1", get ? 301 : 308, reason, Keep.ALIVE, "", reason.getBytes(StandardCharsets.UTF_8), options);
    } catch (RequestReader.HeaderTooLarge | RequestHead.MalformedRequest notHttp) {
      // neither TLS nor HTTP
    }
  }

  private Options now() {
    return Options.plain(host.machine().clock().instant());
  }
}
