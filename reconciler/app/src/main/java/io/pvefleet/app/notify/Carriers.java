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

  Carriers(Secrets secrets) {
    this(secrets, Optional.empty());
  }

  /**
   * @param trust whom to believe certificates; the authorities of the system where it is empty
   */
  Carriers(Secrets secrets, Optional<SSLContext> trust) {
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(Carrier.PATIENCE_SECONDS));
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
    this.secrets = secrets;
    this.trust = trust;
  }

  Carrier to(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Slack slack -> HookCarrier.of(slack, client, secrets);
      case Receiver.Webhook hook -> HookCarrier.of(hook, client, secrets);
      case Receiver.Email mail -> new MailCarrier(mail, secrets, trust.map(SSLContext::getSocketFactory));
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
