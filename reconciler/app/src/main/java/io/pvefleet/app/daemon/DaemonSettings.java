package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Retention;
import io.pvefleet.process.settings.RepositorySettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that {@code serve} can be told, already checked. Secrets are references and stay so.
 *
 * @param git where the fleet repository is
 * @param state folder of the store and of the clone; losing it loses history only
 * @param address to listen on
 * @param port to listen on; 0 = any free one
 * @param hookSecretRef {@code env:NAME} or {@code file:/path}; without one the webhook is closed
 * @param hostsAtOnce how many hosts are worked on side by side
 * @param mode whether anything is written at all
 * @param console where the console proxy is; without one no page offers a console
 * @param locale of pages for browsers that ask for neither Korean nor English
 * @param retention how long history is kept
 * @param gitWeb pages of the repository: a word, an address with holes, or empty to tell by the name of the server
 * @param url where browsers find the pages, without a slash at its end; without it nothing that is sent has links
 */
public record DaemonSettings(
    RepositorySettings git,
    Path state,
    String address,
    int port,
    Optional<String> hookSecretRef,
    int hostsAtOnce,
    Mode mode,
    Optional<Console> console,
    Locale locale,
    Retention retention,
    String gitWeb,
    Optional<URI> url) {

  /** The pages have no login; who may reach them is decided by the network that this address is on. */
  public static final String ANY_ADDRESS = "0.0.0.0";

  public static final int DEFAULT_PORT = 8080;

  /**
   * 64 hosts of 10 VMs at 50 ms an answer are a thousand hosts in about 6 s, and 64 sleeping connections cost nothing; more
   * only queues on the processor, where TLS is the price.
   */
  public static final int DEFAULT_HOSTS_AT_ONCE = 64;

  /** Whether the daemon applies what it plans. */
  public enum Mode {
    /** What policy allows is applied. */
    ENFORCE,
    /** Every host is only observed, whatever its own {@code mode} says. */
    OBSERVE
  }

  /**
   * Where the console proxy is.
   *
   * @param url for browsers, without a slash at its end
   * @param api for this process
   * @param tokenRef {@code env:NAME} or {@code file:/path} of the proxy's audit token; without one no page shows consoles
   */
  public record Console(URI url, URI api, Optional<String> tokenRef) {}

  /** All defaults: enforce, on every address, port 8080. */
  public static DaemonSettings of(RepositorySettings git, Path state) {
    return new DaemonSettings(
        git, state, ANY_ADDRESS, DEFAULT_PORT, Optional.empty(), DEFAULT_HOSTS_AT_ONCE, Mode.ENFORCE, Optional.empty(), Locale.ENGLISH,
        Retention.DEFAULT, "", Optional.empty());
  }

  public DaemonSettings listeningOn(String newAddress, int newPort) {
    return new DaemonSettings(
        git, state, newAddress, newPort, hookSecretRef, hostsAtOnce, mode, console, locale, retention, gitWeb, url);
  }

  public DaemonSettings withHookSecret(String reference) {
    return new DaemonSettings(
        git, state, address, port, Optional.of(reference), hostsAtOnce, mode, console, locale, retention, gitWeb, url);
  }

  public DaemonSettings withMode(Mode newMode) {
    return new DaemonSettings(
        git, state, address, port, hookSecretRef, hostsAtOnce, newMode, console, locale, retention, gitWeb, url);
  }

  public DaemonSettings withConsole(Console newConsole) {
    return new DaemonSettings(
        git, state, address, port, hookSecretRef, hostsAtOnce, mode, Optional.of(newConsole), locale, retention, gitWeb, url);
  }
}
