package io.pvefleet.pve.http;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whose word is taken for a host's certificate. */
public sealed interface TlsTrust {

  /** The authorities that the system trusts; the host's name must match. */
  record SystemTrust() implements TlsTrust {}

  /**
   * Exactly the leaf certificate with this SHA-256. Neither name nor dates nor issuer are checked: the pin says all.
   *
   * @param sha256 64 hex digits, with or without colons, in either case; kept as {@code AA:BB:...}
   */
  record Pinned(String sha256) implements TlsTrust {

    private static final Pattern FORM = Pattern.compile("(?:[0-9A-F]{64}|(?:[0-9A-F]{2}:){31}[0-9A-F]{2})");

    public Pinned {
      String upper = sha256.strip().toUpperCase(Locale.ROOT);
      if (!FORM.matcher(upper).matches()) {
        throw new IllegalArgumentException("not a SHA-256 fingerprint of 32 hex bytes: " + sha256);
      }
      sha256 = HexFormat.ofDelimiter(":").withUpperCase().formatHex(HexFormat.of().parseHex(upper.replace(":", "")));
    }
  }

  /** Certificates signed by one of the authorities in this PEM file, which may hold several; the host's name must match. */
  record CaFile(Path path) implements TlsTrust {}
}
