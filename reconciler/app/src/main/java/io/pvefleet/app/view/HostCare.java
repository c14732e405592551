package io.pvefleet.app.view;

import io.pvefleet.app.pve.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a host beside its passes, rarely: how far away it is, how long its certificate and our token are good for, and
 * what a look at the way to it has shown. Each fact has an age of its own: where the last look did not get that far, the older
 * one stays.
 *
 * @param at when the last look ended, whether the host answered or not
 * @param findings of that look, in the order of its steps
 */
public record HostCare(
    Instant at, List<Finding> findings, Optional<Latency> latency, Optional<Certificate> certificate, Optional<Token> token) {
  public HostCare {
    findings = List.copyOf(findings);
  }

  /**
   * How long an answer takes on an open connection.
   *
   * @param at when it was measured
   */
  public record Latency(Duration roundTrip, Instant at) {}

  /**
   * The certificate that the host showed.
   *
   * @param fingerprint SHA-256 as Proxmox writes it, upper-case pairs with colons
   * @param at when it was shown
   */
  public record Certificate(String subject, String issuer, String fingerprint, Instant notAfter, Pin pin, Instant at) {

    /** Whole days until it ends, rounded down: 0 on its last day, negative once it has ended. */
    public long daysLeft(Instant now) {
      return Math.floorDiv(Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }
  }

  /** Why the certificate is believed, or that it is not. */
  public enum Pin {
    /** Its fingerprint is the one in Git. */
    PINNED("pinned"),
    /** An authority in the file that Git names has signed it. */
    AUTHORITY("authority"),
    /** An authority that this machine trusts has signed it. */
    SYSTEM("system"),
    /** It is not the one that Git asks for: nothing is sent to this host. */
    MISMATCH("mismatch"),
    /** No authority that is asked vouches for it, or it has ended, or it is for another name: nothing is sent to this host. */
    UNTRUSTED("untrusted");

    private final String word;

    Pin(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Our token.
   *
   * @param name {@code user@realm!token}
   * @param at when the host was asked
   */
  public record Token(String name, Expiry expiry, Instant at) {

    /** Empty where it never does or nobody knows. */
    public Optional<Instant> ends() {
      return switch (expiry) {
        case Expiry.Until(Instant end) -> Optional.of(end);
        case Expiry.Never _, Expiry.Unknown _ -> Optional.empty();
      };
    }
  }

  /** Until when the token is good. */
  public sealed interface Expiry {
    /** The token or its user ends then, whichever is earlier. */
    record Until(Instant end) implements Expiry {}

    record Never() implements Expiry {}

    /**
     * The host does not say.
     *
     * @param why one sentence
     */
    record Unknown(String why) implements Expiry {}

    /** Which of these it is. */
    default String word() {
      return switch (this) {
        case Until _ -> "until";
        case Never _ -> "never";
        case Unknown _ -> "unknown";
      };
    }
  }

  /** A host that answers is looked at once an hour: two looks have not come to what is older. */
  private static final Duration OLD = Duration.ofHours(2);

  /** Whether a fact of that moment may be otherwise by now: what an earlier process knew, or what is not told any more. */
  public static boolean isOld(Instant at, Instant now) {
    return at.isBefore(now.minus(OLD));
  }

  /** Findings that did not go well. */
  public List<Finding> bad() {
    return findings.stream().filter(finding -> !finding.isGood()).toList();
  }

  /** When the token ends; empty where it never does or nobody knows. */
  public Optional<Instant> tokenEnds() {
    return token.flatMap(Token::ends);
  }

  /** This look with the facts of an earlier one where it did not come to any itself. */
  HostCare after(Optional<HostCare> before) {
    return new HostCare(
        at, findings, latency.or(() -> before.flatMap(HostCare::latency)), certificate.or(() -> before.flatMap(HostCare::certificate)),
        token.or(() -> before.flatMap(HostCare::token)));
  }
}
