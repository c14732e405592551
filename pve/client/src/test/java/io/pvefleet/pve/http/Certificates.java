package io.pvefleet.pve.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates for tests, made by the JDK's own keytool. */
final class Certificates {

  static final String PASSWORD = "changeit";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** A key store with one self-signed key pair. */
  Path selfSigned(String name, String subjectAlternativeName) {
    Path store = folder.resolve(name + ".p12");
    keytool("-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "3650",
        "-ext", "san=" + subjectAlternativeName, "-keystore", store.toString());
    return store;
  }

  /** A certificate authority. */
  Path authority(String name) {
    Path store = folder.resolve(name + ".p12");
    keytool("-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "3650",
        "-ext", "bc:critical=ca:true", "-keystore", store.toString());
    return store;
  }

  /** A key store with a key pair signed by an authority. */
  Path signedBy(Path authority, String name, String subjectAlternativeName) {
    Path store = selfSigned(name, subjectAlternativeName);
    Path request = folder.resolve(name + ".csr");
    Path certificate = folder.resolve(name + ".pem");
    keytool("-certreq", "-alias", "key", "-keystore", store.toString(), "-file", request.toString());
    keytool("-gencert", "-rfc", "-alias", "key", "-keystore", authority.toString(), "-infile", request.toString(),
        "-outfile", certificate.toString(), "-ext", "san=" + subjectAlternativeName, "-validity", "3650");
    Path issuer = pem(authority, name + "-issuer.pem");
    keytool("-importcert", "-noprompt", "-alias", "issuer", "-keystore", store.toString(), "-file", issuer.toString());
    keytool("-importcert", "-noprompt", "-alias", "key", "-keystore", store.toString(), "-file", certificate.toString());
    return store;
  }

  /** The certificate of a key store as PEM file. */
  Path pem(Path store, String fileName) {
    Path file = folder.resolve(fileName);
    keytool("-exportcert", "-rfc", "-alias", "key", "-keystore", store.toString(), "-file", file.toString());
    return file;
  }

  static String fingerprint(Path store) {
    try {
      return PinnedTrust.fingerprint((X509Certificate) load(store).getCertificate("key"));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static SSLContext serverContext(Path store) {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(store), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void keytool(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
