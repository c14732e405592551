package io.pvefleet.pve.http;

import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The line to one host, made at the first call, since that may read a CA file that is not there yet. Thread-safe. */
final class LazyLine {

  private final PveEndpoint endpoint;
  private final PveHttpSettings settings;
  private final OkHttpClient shared;

  /** Two first calls may make it twice, harmlessly. */
  private volatile @Nullable Line line;

  LazyLine(PveEndpoint endpoint, PveHttpSettings settings, OkHttpClient shared) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.shared = shared;
  }

  Line get() {
    Line ready = line;
    if (ready == null) {
      OkHttpClient.Builder builder = shared.newBuilder();
      TlsSetup.apply(builder, endpoint.tls(), settings.connectTimeout());
      ready = new Line(builder, endpoint.base(), settings.responseBytes());
      line = ready;
    }
    return ready;
  }
}
