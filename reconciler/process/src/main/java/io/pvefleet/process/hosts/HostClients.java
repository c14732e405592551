package io.pvefleet.process.hosts;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveEndpoint;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttp;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.http.Surroundings;
import io.pvefleet.pve.http.TlsTrust;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The clients of declared hosts, with the connections that they share. The same declaration gives the same client, with its
 * connections and its memory of faults. Thread safe.
 */
public final class HostClients implements AutoCloseable {
  private final PveHttp http;
  private final Secrets secrets;

  public HostClients(PveHttpSettings settings, Secrets secrets, RequestListener listener) {
    this.http = new PveHttp(settings, secrets::read, listener, Surroundings.real());
    this.secrets = secrets;
  }

  /**
   * The client's view of a declared host, its token read anew so that a rotated one is taken up. Asks the host nothing.
   *
   * @throws SecretException if the token cannot be read or is none
   */
  public PveHost to(Host host) {
    Identity identity;
    try {
      identity = Identity.Token.parse(secrets.read(host.tokenRef().text()));
    } catch (IllegalArgumentException e) {
      throw new SecretException(
          "The token at " + host.tokenRef().text() + " is " + e.getMessage() + ".", e); // the message never repeats the text
    }
    return http.host(new PveEndpoint(host.name(), host.endpoint(), trust(host.tls()), identity));
  }

  /**
   * The login for terminals of a host that lets no API token use them, read anew; empty where none is declared.
   *
   * @throws SecretException if it cannot be read or is none
   */
  public Optional<Identity.Password> consoleLogin(Host host) {
    return host.consoleLoginRef().map(SecretRef::text).map(reference -> {
      try {
        return Identity.Password.parse(secrets.read(reference));
      } catch (IllegalArgumentException e) {
        throw new SecretException("The login at " + reference + " is " + e.getMessage() + ".", e); // as above
      }
    });
  }

  private static TlsTrust trust(Host.Tls tls) {
    return switch (tls) {
      case Host.Tls.SystemTrust() -> new TlsTrust.SystemTrust();
      case Host.Tls.Fingerprint(String sha256) -> new TlsTrust.Pinned(sha256);
      case Host.Tls.CaFile(String path) -> new TlsTrust.CaFile(Path.of(path));
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
