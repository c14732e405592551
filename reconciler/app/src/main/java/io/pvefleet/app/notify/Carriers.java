package io.pvefleet.app.notify;

import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.process.secret.Secrets;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The ways to receivers. Certificates are verified by the authorities of the system. Thread safe. */
final class Carriers implements AutoCloseable {
  private final HttpClient client;
  private final Secrets secrets;
  private final Optional<SSLContext> trust;
  private final Duration patience;

  Carriers(Secrets secrets) {
    this(secrets, Optional.empty(), Carrier.PATIENCE);
  }

  /**
   * @param trust whom to believe certificates; the authorities of the system where it is empty
   * @param patience how long an answer is waited for
   */
  Carriers(Secrets secrets, Optional<SSLContext> trust, Duration patience) {
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
    this.secrets = secrets;
    this.trust = trust;
    this.patience = patience;
  }

  Carrier to(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Slack slack -> HookCarrier.of(slack, client, patience, secrets);
      case Receiver.Webhook hook -> HookCarrier.of(hook, client, patience, secrets);
      case Receiver.Email mail -> new MailCarrier(mail, secrets, trust.map(SSLContext::getSocketFactory), patience);
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
