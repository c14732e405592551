package io.pvefleet.vnc.doctor;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.vnc.doctor.Steps.Good;
import io.pvefleet.vnc.doctor.Steps.Stuck;
import io.pvefleet.vnc.doctor.Steps.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The way to a host before anything is said to it: name, connection, certificate. */
final class NetworkWay {

  /** Two round trips to the farthest site take 200 ms; what needs longer than this is not there. */
  private static final int PATIENCE_MILLIS = 5_000;

  private final Host host;

  NetworkWay(Host host) {
    this.host = host;
  }

  void check(Steps steps) throws Stuck {
    InetAddress address = steps.take("name", this::address);
    steps.take("connection", () -> connection(address));
    steps.take("certificate", () -> certificate(address));
  }

  private Good<InetAddress> address() throws Trouble {
    String name = host.endpoint().getHost();
    try {
      InetAddress address = InetAddress.getByName(name);
      return new Good<>(address, name + " is " + address.getHostAddress());
    } catch (UnknownHostException _) {
      throw new Trouble(name + " has no address", "Correct spec.endpoint, or the DNS that this machine asks.");
    }
  }

  private Good<Boolean> connection(InetAddress address) throws Trouble {
    try (Socket socket = connected(address)) {
      return new Good<>(true, "port " + socket.getPort() + " answers");
    } catch (IOException e) {
      throw new Trouble("port " + port() + ": " + e.getMessage(), Remedies.FIREWALL);
    }
  }

  /** Looks at the certificate and says nothing to the host; whether it is trusted is decided by the client, in the next step. */
  private Good<Boolean> certificate(InetAddress address) throws Trouble {
    try (Socket plain = connected(address);
        SSLSocket socket =
            (SSLSocket) looking().getSocketFactory().createSocket(plain, host.endpoint().getHost(), port(), true)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.startHandshake();
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      String shown = fingerprint(leaf);
      String until = leaf.getNotAfter().toInstant().toString().substring(0, 10);
      return switch (host.tls()) {
        case Host.Tls.Fingerprint(String pinned) when !bare(pinned).equals(bare(shown)) ->
            throw new Trouble("the host shows " + shown + ", and Git pins " + pinned,
                "If the host's certificate was renewed, compare on the host: openssl x509 -noout -fingerprint -sha256 -in"
                    + " /etc/pve/local/pve-ssl.pem (or pveproxy-ssl.pem), and put it into spec.tls.fingerprint.");
        case Host.Tls.Fingerprint _ -> new Good<>(true, "the certificate is the pinned one");
        case Host.Tls.SystemTrust _, Host.Tls.CaFile _ -> new Good<>(true, "SHA-256 " + shown + ", until " + until);
      };
    } catch (IOException | GeneralSecurityException e) {
      throw new Trouble("no TLS: " + e.getMessage(), "Look whether spec.endpoint names the port of pveproxy, 8006 as a rule.");
    }
  }

  private Socket connected(InetAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port()), PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private int port() {
    return host.endpoint().getPort() < 0 ? 443 : host.endpoint().getPort();
  }

  private static SSLContext looking() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Onlooker()}, null);
    return context;
  }

  /** Takes any certificate, since it is only looked at. */
  private static final class Onlooker implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
  }

  private static String bare(String fingerprint) {
    return fingerprint.replace(":", "").toUpperCase(Locale.ROOT);
  }
}
