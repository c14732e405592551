package io.pvefleet.pve.http;

import io.pvefleet.pve.http.LineFault.Stage;
import io.pvefleet.pve.wire.PveRequest.Method;
import io.pvefleet.pve.wire.PveResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Socket;

/**
 * One exchange with one host: builds the HTTP request, sends it once, reads the answer within its bound. No retries, no limits.
 * Blocks. Thread-safe.
 */
final class Line {

  private static final int SWITCHING = 101;
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private final OkHttpClient client;
  private final HttpUrl base;
  private final int maxResponseBytes;

  Line(OkHttpClient.Builder client, URI base, int maxResponseBytes) {
    HttpUrl url = HttpUrl.get(base);
    if (url == null) {
      throw new IllegalArgumentException("no usable address: " + base);
    }
    this.client = client.eventListener(new SentWatch()).build();
    this.base = url;
    this.maxResponseBytes = maxResponseBytes;
  }

  /** Sends and reads. Any HTTP status is an answer. */
  PveResponse exchange(Prepared prepared, Grant grant) throws LineFault {
    AtomicBoolean isSent = new AtomicBoolean();
    Call call = client.newCall(request(prepared, grant, isSent));
    List<String> secrets = new ArrayList<>(prepared.secrets());
    secrets.addAll(grant.secrets());
    boolean hasBegun = false;
    try (Response response = call.execute()) {
      hasBegun = true;
      byte[] body = body(response);
      return AnswerReader.read(response.code(), response.message(), body, secrets)
          .orElseThrow(() -> new LineFault(Stage.UNUSABLE, "the answer is not the Proxmox API's: no JSON with data", null));
    } catch (IOException e) {
      LineFault fault = LineFault.of(e, isSent.get());
      throw hasBegun ? fault.begun() : fault;
    }
  }

  /** What became of an upgrade that was answered. */
  sealed interface Upgrade {}

  /** The connection is a WebSocket now; whoever has it must close it. */
  record Upgraded(Socket socket) implements Upgrade {}

  /** The host said no. */
  record Refused(PveResponse answer) implements Upgrade {}

  /** Asks for a WebSocket. Blocks for {@code limit} at most. */
  Upgrade upgrade(SocketTarget target, Grant grant, SocketHandshake handshake, Duration limit) throws LineFault {
    AtomicBoolean isSent = new AtomicBoolean();
    String query = "port=" + target.port() + "&vncticket=" + FormEncoding.encode(target.ticket().reveal());
    Request.Builder request = request(url(target.path()).encodedQuery(query).build(), isSent);
    handshake.attach(request);
    grant.attach(request, true);
    List<String> secrets = new ArrayList<>(grant.secrets());
    secrets.add(target.ticket().reveal());
    // A connection that the host is just closing is replaced by a fresh one: a read may be sent again, and one that was received
    // has an answer.
    OkHttpClient once = client.newBuilder().callTimeout(limit).readTimeout(limit).retryOnConnectionFailure(true).build();
    try {
      Response response = once.newCall(request.build()).execute();
      if (response.code() == SWITCHING) {
        return upgraded(response, handshake);
      }
      try (response) {
        Optional<PveResponse> answer = AnswerReader.read(response.code(), response.message(), body(response), secrets);
        return new Refused(answer.filter(a -> !a.isSuccess())
            .orElseThrow(() -> new LineFault(Stage.UNUSABLE,
                "answered " + response.code() + " to a WebSocket upgrade, as if its headers had been lost on the way", null)));
      }
    } catch (IOException e) {
      throw LineFault.of(e, isSent.get());
    }
  }

  private static Upgraded upgraded(Response response, SocketHandshake handshake) throws LineFault {
    Socket socket = response.socket();
    if (socket == null || !handshake.isAnsweredBy(response)) {
      if (socket != null) {
        socket.cancel();
        Closing.quietly(socket.getSink(), socket.getSource());
      }
      throw new LineFault(Stage.UNUSABLE, "the answer to the WebSocket upgrade is none to the question", null);
    }
    return new Upgraded(socket);
  }

  private Request request(Prepared prepared, Grant grant, AtomicBoolean isSent) {
    HttpUrl.Builder url = url(prepared.request().path());
    if (!prepared.hasBody() && !prepared.form().isEmpty()) {
      url.encodedQuery(prepared.form());
    }
    Method method = prepared.request().method();
    Request.Builder request =
        request(url.build(), isSent).method(method.name(), prepared.hasBody() ? new OneShotForm(prepared.form()) : null);
    grant.attach(request, method.isSafe());
    return request.build();
  }

  private HttpUrl.Builder url(String path) {
    return base.newBuilder().encodedPath("/api2/json" + path);
  }

  private static Request.Builder request(HttpUrl url, AtomicBoolean isSent) {
    return new Request.Builder().url(url).header("User-Agent", "pvefleet").tag(AtomicBoolean.class, isSent);
  }

  private byte[] body(Response response) throws IOException, LineFault {
    BufferedSource source = response.body().source();
    if (source.request(maxResponseBytes + 1L)) {
      throw new LineFault(Stage.UNUSABLE, "the answer is longer than " + maxResponseBytes + " bytes", null);
    }
    return source.readByteArray();
  }

  /** Tells a connection that never came about from a request that may have arrived. */
  private static final class SentWatch extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      AtomicBoolean isSent = call.request().tag(AtomicBoolean.class);
      if (isSent != null) {
        isSent.set(true);
      }
    }
  }

  /**
   * The form as a body of known length, hence never chunked, which Proxmox refuses. Written in one piece, so that header and
   * body up to 8 KiB leave in one TLS record: with ticket login pveproxy was seen to drop a request whose body comes in a
   * record of its own.
   */
  private static final class OneShotForm extends RequestBody {
    private final byte[] bytes;

    OneShotForm(String form) {
      this.bytes = form.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public MediaType contentType() {
      return FORM;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    /** Keeps okhttp from ever sending it again by itself, for example after a 503 with {@code Retry-After: 0}. */
    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
