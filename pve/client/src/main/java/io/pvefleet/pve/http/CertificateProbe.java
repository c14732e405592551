package io.pvefleet.pve.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at the certificate that a port shows, to be believed or not. Not a byte of HTTP is sent, hence no token either: the connection
 * ends with its handshake.
 */
public final class CertificateProbe {

  private CertificateProbe() {}

  /**
   * The leaf that the port shows. Blocks for about twice the limit at most.
   *
   * @throws IOException if there is no connection, no TLS or no certificate
   */
  public static X509Certificate leaf(URI base, Duration limit) throws IOException {
    int port = base.getPort() < 0 ? 443 : base.getPort();
    int millis = Math.toIntExact(limit.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(base.getHost(), port), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Looker()}, null);
      try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, base.getHost(), port, true)) {
        tls.startHandshake();
        if (tls.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf) {
          return leaf;
        }
        throw new IOException("the port shows no X.509 certificate");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK has no TLS", e);
    }
  }

  /** SHA-256 as Proxmox writes it: upper-case pairs with colons. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return PinnedTrust.fingerprint(certificate);
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read cannot be encoded", e);
    }
  }

  /** Lets every certificate pass, since the question is which one there is; nothing is entrusted to the connection. */
  private static final class Looker extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
      throw new CertificateException("no clients are served");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
      throw new CertificateException("no clients are served");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
      throw new CertificateException("no clients are served");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
