package io.pvefleet.pve.http;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts exactly the leaf certificate with one SHA-256. The extended kind, so that the JDK adds no name check of its own. */
final class PinnedTrust extends X509ExtendedTrustManager {

  private final String expected;

  PinnedTrust(String expected) {
    this.expected = expected;
  }

  /** The host showed another certificate. */
  static final class PinMismatch extends CertificateException {
    PinMismatch(String expected, String presented) {
      super("the certificate is not the pinned one: expected SHA-256 " + expected + ", presented " + presented);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    String presented = chain.length == 0 ? "nothing" : fingerprint(chain[0]);
    if (!presented.equals(expected)) {
      throw new PinMismatch(expected, presented);
    }
  }

  static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    check(chain);
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
  public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    throw new CertificateException("no clients are served");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
