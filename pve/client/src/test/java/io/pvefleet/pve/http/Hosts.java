package io.pvefleet.pve.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Endpoints and settings as tests use them. */
final class Hosts {

  static final String UUID = "12345678-9abc-def0-1234-56789abcdef0";
  static final Identity.Token TOKEN = Identity.Token.parse("root@pam!fleet=" + UUID);

  /** Patience for a busy machine. Tests of silence bring their own. */
  static final PveHttpSettings SETTINGS =
      PveHttpSettings.DEFAULT.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));

  private Hosts() {}

  static PveEndpoint endpoint(URI uri, Path keyStore) {
    return endpoint(uri, keyStore, TOKEN);
  }

  static PveEndpoint endpoint(URI uri, Path keyStore, Identity identity) {
    return new PveEndpoint("seoul-001", uri, new TlsTrust.Pinned(Certificates.fingerprint(keyStore)), identity);
  }

  static PveHttp http(PveHttpSettings settings, Virtual virtual) {
    return new PveHttp(settings, reference -> "resolved-" + reference, RequestListener.NONE, virtual.surroundings());
  }
}
