package io.pvefleet.pve.simulator.http;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What a freshly installed host serves: a leaf with the node's names, signed by a root that is the host's own.
 * Elliptic keys instead of Proxmox's RSA, so that a thousand hosts start in seconds.
 */
record HostCertificate(X509Certificate root, X509Certificate leaf, PrivateKey key) {

  private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  /** Clocks of the reader may be behind ours. */
  private static final Duration ALREADY_VALID = Duration.ofMinutes(5);

  static HostCertificate make(String node, Instant now, Duration life) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair rootKeys = keys.generateKeyPair();
      KeyPair leafKeys = keys.generateKeyPair();
      byte[] rootName = name("Proxmox Virtual Environment", UUID.randomUUID().toString(), "PVE Cluster Manager CA");
      byte[] leafName = name(node + ".internal", "PVE Cluster Node", "Proxmox Virtual Environment");
      Instant from = now.minus(ALREADY_VALID);
      X509Certificate root =
          certificate(1, rootName, rootName, from, from.plus(ROOT_LIFE), rootKeys, rootKeys.getPrivate(), extensionsOfRoot());
      X509Certificate leaf =
          certificate(2, rootName, leafName, from, from.plus(life), leafKeys, rootKeys.getPrivate(), extensionsOfLeaf(node));
      return new HostCertificate(root, leaf, leafKeys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an EC certificate", e);
    }
  }

  /** SHA-256 of the leaf as Proxmox prints it: upper hex, colons. */
  String fingerprint() {
    return fingerprint(leaf);
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made cannot be encoded", e);
    }
  }

  static String pem(X509Certificate certificate) {
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made cannot be encoded", e);
    }
  }

  private static X509Certificate certificate(
      int serial, byte[] issuer, byte[] subject, Instant from, Instant until, KeyPair keys, PrivateKey signer, byte[] extensions)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
    byte[] body =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(BigInteger.valueOf(from.getEpochSecond()).shiftLeft(8).add(BigInteger.valueOf(serial))),
            algorithm,
            issuer,
            Der.sequence(Der.time(from), Der.time(until)),
            subject,
            keys.getPublic().getEncoded(),
            Der.tagged(0xa3, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(body);
    byte[] whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String commonName, String unit, String organization) {
    return Der.sequence(attribute("2.5.4.10", organization), attribute("2.5.4.11", unit), attribute("2.5.4.3", commonName));
  }

  private static byte[] attribute(String oid, String text) {
    return Der.set(Der.sequence(Der.oid(oid), Der.utf8(text)));
  }

  private static byte[] extensionsOfRoot() {
    return Der.sequence(Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(Der.sequence(Der.yes()))));
  }

  private static byte[] extensionsOfLeaf(String node) {
    byte[] names =
        Der.sequence(
            Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
            Der.tagged(0x87, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}),
            dnsName("localhost"),
            dnsName(node),
            dnsName(node + ".internal"));
    return Der.sequence(
        Der.sequence(Der.oid("2.5.29.19"), Der.octets(Der.sequence())),
        Der.sequence(Der.oid("2.5.29.37"), Der.octets(Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1")))),
        Der.sequence(Der.oid("2.5.29.17"), Der.octets(names)));
  }

  private static byte[] dnsName(String name) {
    return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Leaf first, as a TLS server sends it. */
  List<X509Certificate> chain() {
    return List.of(leaf, root);
  }
}
