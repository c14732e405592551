package io.pvefleet.vnc.settings;

import io.pvefleet.process.settings.RepositorySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the console proxy can be told, already checked. Secrets are references and stay so.
 *
 * @param git where the fleet repository is
 * @param state folder of the audit trail and of the clone
 * @param address to listen on
 * @param port to listen on; 0 = any free one
 * @param trustedProxies addresses and networks whose {@code X-Forwarded-For} is believed
 * @param publicUrls origins under which browsers reach the proxy, compared exactly; empty = {@code http://localhost:PORT} and
 *     {@code http://127.0.0.1:PORT}
 * @param login how people prove who they are
 * @param limits how many consoles, and how long
 * @param auditTokenRef {@code env:NAME} or {@code file:/path} of the token that lets a program read the audit trail
 * @param locale for readers who ask for neither Korean nor English
 * @param retention how long audit rows are kept
 */
public record ProxySettings(
    RepositorySettings git,
    Path state,
    String address,
    int port,
    List<String> trustedProxies,
    Set<URI> publicUrls,
    Login login,
    Limits limits,
    Optional<String> auditTokenRef,
    Locale locale,
    Duration retention) {

  public static final int DEFAULT_PORT = 8081;

  /** Login sessions travel in clear text without a TLS proxy before this one, so nobody outside hears of it unless told. */
  public static final String DEFAULT_ADDRESS = "127.0.0.1";

  /** Long enough to answer who was on a till when the month was closed. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(180);

  public ProxySettings {
    trustedProxies = List.copyOf(trustedProxies);
    publicUrls = Set.copyOf(publicUrls);
  }

  /** How people prove who they are. */
  public sealed interface Login {
    /** A file of names, bcrypt hashes and groups. */
    record Users(Path file) implements Login {}

    record Oidc(URI issuer, String clientId, String clientSecretRef, String groupsClaim) implements Login {}

    /** A reverse proxy that names the person in a header; taken only from these addresses. */
    record Header(String name, String groupsName, List<String> trustedProxies) implements Login {
      public Header {
        trustedProxies = List.copyOf(trustedProxies);
      }
    }
  }

  /**
   * How many consoles, and how long.
   *
   * @param perUser more tabs than a person looks at
   * @param perVm a console is shared work, and each viewer costs the guest's host a stream of its own
   * @param perHost Proxmox has ports 5900 to 5999 for consoles; ten are left to its own pages
   * @param all what the process's memory is measured for
   * @param idle without input of the person
   * @param absolute from opening on, whatever happens
   * @param clipboardBytes of one text sent to a guest
   */
  public record Limits(int perUser, int perVm, int perHost, int all, Duration idle, Duration absolute, int clipboardBytes) {
    public static final Limits DEFAULT =
        new Limits(8, 4, 90, 600, Duration.ofMinutes(15), Duration.ofHours(8), 256 * 1024);
  }

  /** All defaults but those that have none. */
  public static ProxySettings of(RepositorySettings git, Path state, Login login) {
    return new ProxySettings(
        git, state, DEFAULT_ADDRESS, DEFAULT_PORT, List.of(), Set.of(), login, Limits.DEFAULT, Optional.empty(), Locale.ENGLISH,
        DEFAULT_RETENTION);
  }

  public ProxySettings listeningOn(String newAddress, int newPort) {
    return new ProxySettings(
        git, state, newAddress, newPort, trustedProxies, publicUrls, login, limits, auditTokenRef, locale, retention);
  }

  public ProxySettings withPublicUrls(Set<URI> origins) {
    return new ProxySettings(git, state, address, port, trustedProxies, origins, login, limits, auditTokenRef, locale, retention);
  }

  public ProxySettings withLimits(Limits newLimits) {
    return new ProxySettings(
        git, state, address, port, trustedProxies, publicUrls, login, newLimits, auditTokenRef, locale, retention);
  }

  public ProxySettings withAuditToken(String reference) {
    return new ProxySettings(
        git, state, address, port, trustedProxies, publicUrls, login, limits, Optional.of(reference), locale, retention);
  }
}
