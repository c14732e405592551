package io.pvefleet.app.notify;

import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts JSON to a webhook. Follows no redirect: it would take the message, and its secret headers, where nobody meant it to go. */
final class HookCarrier implements Carrier {
  /** For the end of an answer whose beginning came in time. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final HttpClient client;
  private final Duration patience;
  private final Secrets secrets;
  private final SecretRef url;
  private final SortedMap<String, SecretRef> headers;
  private final Optional<SecretRef> signing;
  private final Format format;

  /** How a letter is written for it. */
  private interface Format {
    byte[] of(Letter letter, String id, Wording wording);
  }

  private HookCarrier(
      HttpClient client, Duration patience, Secrets secrets, SecretRef url, SortedMap<String, SecretRef> headers,
      Optional<SecretRef> signing, Format format) {
    this.client = client;
    this.patience = patience;
    this.secrets = secrets;
    this.url = url;
    this.headers = headers;
    this.signing = signing;
    this.format = format;
  }

  static HookCarrier of(Receiver.Slack slack, HttpClient client, Duration patience, Secrets secrets) {
    return new HookCarrier(
        client, patience, secrets, slack.url(), new TreeMap<>(), Optional.empty(),
        (letter, _, wording) -> SlackBody.of(letter, wording));
  }

  static HookCarrier of(Receiver.Webhook hook, HttpClient client, Duration patience, Secrets secrets) {
    return new HookCarrier(client, patience, secrets, hook.url(), hook.headers(), hook.secret(), HookBody::of);
  }

  @Override
  public Outcome carry(Letter letter, String id, Wording wording) {
    try {
      URI to = address();
      return send(to, request(to, id, format.of(letter, id, wording)));
    } catch (SecretException e) {
      // A secret that is put in place later is found by the next try.
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (BadAddress e) {
      return new Outcome.Failed("What " + url.text() + " holds is no address of a webhook; https://... is expected.");
    }
  }

  /** What the secret holds cannot be posted to; says no more, since it may be a secret. */
  private static final class BadAddress extends Exception {
    private static final long serialVersionUID = 1;
  }

  private URI address() throws BadAddress {
    try {
      URI to = new URI(secrets.read(url.text()));
      boolean isWeb = "https".equalsIgnoreCase(to.getScheme()) || "http".equalsIgnoreCase(to.getScheme());
      if (!isWeb || to.getHost() == null || to.getUserInfo() != null) {
        throw new BadAddress();
      }
      return to;
    } catch (URISyntaxException e) {
      throw new BadAddress();
    }
  }

  private Optional<HttpRequest> request(URI to, String id, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(to)
        .timeout(patience)
        .header("Content-Type", "application/json; charset=UTF-8")
        .header("User-Agent", "pvefleet")
        .header("X-Pvefleet-Notice", id)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signing.ifPresent(key -> request.header("X-Pvefleet-Signature", "sha256=" + signature(secrets.read(key.text()), body)));
    for (Map.Entry<String, SecretRef> header : headers.entrySet()) {
      String value = secrets.read(header.getValue().text());
      if (!value.chars().allMatch(c -> c == '\t' || c >= 0x20 && c < 0x7f)) {
        return Optional.empty();
      }
      request.setHeader(header.getKey(), value);
    }
    return Optional.of(request.build());
  }

  private Outcome send(URI to, Optional<HttpRequest> request) {
    if (request.isEmpty()) {
      return new Outcome.Failed("The value of a header is no single line of ASCII.");
    }
    // Taken is taken: a body that never comes or breaks off changes nothing of it, and to send it again would tell it twice.
    AtomicBoolean isTaken = new AtomicBoolean();
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.get(), info -> {
      isTaken.set(info.statusCode() / 100 == 2);
      return new Snippet();
    });
    Outcome outcome = outcome(to.getHost(), answer);
    return isTaken.get() ? new Outcome.Delivered("") : outcome;
  }

  private Outcome outcome(String host, CompletableFuture<HttpResponse<String>> answer) {
    try {
      // The timeout of the request ends with the headers of the answer; this one is for the whole.
      return HookAnswers.of(host, answer.get(patience.plus(REST).toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return HookAnswers.tooSlow(host, patience);
    } catch (ExecutionException e) {
      return HookAnswers.of(host, e.getCause() == null ? e : e.getCause(), patience);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Outcome.Failed("pvefleet ended in the middle of it.");
    }
  }

  static String signature(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
