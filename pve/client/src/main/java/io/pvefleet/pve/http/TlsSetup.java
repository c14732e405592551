package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Gives an HTTP client the TLS trust of one endpoint. Reads the CA file where there is one. */
final class TlsSetup {

  /** Made by two first callers at once it is made twice, harmlessly. */
  private static volatile @Nullable X509TrustManager system;

  private TlsSetup() {}

  static void apply(OkHttpClient.Builder client, TlsTrust trust, Duration handshakeTimeout) {
    try {
      X509TrustManager manager = switch (trust) {
        case TlsTrust.SystemTrust ignored -> system();
        case TlsTrust.Pinned(String sha256) -> new PinnedTrust(sha256);
        case TlsTrust.CaFile(Path path) -> fromStore(authorities(path));
      };
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      client.sslSocketFactory(new HandshakeTimeout(context.getSocketFactory(), handshakeTimeout), manager);
      if (trust instanceof TlsTrust.Pinned) {
        // The pin has compared the whole certificate; a host reached by its address seldom has it among its names.
        client.hostnameVerifier((name, session) -> true);
      }
    } catch (GeneralSecurityException e) {
      throw new Unreachable(Reason.TLS, "TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** The system's authorities, read once: they are over a hundred, and hosts may be a thousand. */
  private static X509TrustManager system() throws GeneralSecurityException {
    X509TrustManager ready = system;
    if (ready == null) {
      ready = fromStore(null);
      system = ready;
    }
    return ready;
  }

  private static X509TrustManager fromStore(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("the JDK has no X.509 trust manager"));
  }

  private static KeyStore authorities(Path path) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(path)) {
      Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("CA file " + path + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int index = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException("CA file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
