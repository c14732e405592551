package io.pvefleet.app.web.api;

import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.HostCare;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was asked of hosts beside their passes, as JSON. */
final class CareModel {
  private CareModel() {}

  record Care(
      Instant at, Optional<Latency> latency, Optional<Certificate> certificate, Optional<Token> token, List<LookStep> findings) {
    static Care of(HostCare care) {
      return new Care(
          care.at(), care.latency().map(l -> new Latency(l.roundTrip().toMillis(), l.at())), care.certificate().map(Certificate::of),
          care.token().map(Token::of),
          care.findings().stream().map(f -> new LookStep(f.step(), f.isGood(), f.text(), f.remedy())).toList());
    }
  }

  record Latency(long millis, Instant at) {}

  record Certificate(String subject, String issuer, String fingerprint, Instant notAfter, String pin, Instant at) {
    static Certificate of(HostCare.Certificate c) {
      return new Certificate(c.subject(), c.issuer(), c.fingerprint(), c.notAfter(), c.pin().word(), c.at());
    }
  }

  record Token(String name, String expiry, Optional<Instant> expires, String why, Instant at) {
    static Token of(HostCare.Token token) {
      return switch (token.expiry()) {
        case HostCare.Expiry.Until(Instant end) -> new Token(token.name(), token.expiry().word(), Optional.of(end), "", token.at());
        case HostCare.Expiry.Never() -> new Token(token.name(), token.expiry().word(), Optional.empty(), "", token.at());
        case HostCare.Expiry.Unknown(String why) -> new Token(token.name(), token.expiry().word(), Optional.empty(), why, token.at());
      };
    }
  }

  record LookStep(String step, boolean good, String text, String remedy) {}

  record Who(String known, String user, Optional<Instant> at, String task, String upid, Instant lookedAt) {
    static Who of(ChangedBy by) {
      return switch (by) {
        case ChangedBy.Known(String user, Instant at, String task, String upid, Instant lookedAt) ->
            new Who(by.word(), user, Optional.of(at), task, upid, lookedAt);
        case ChangedBy.Unknown(var _, Instant lookedAt) -> new Who(by.word(), "", Optional.empty(), "", "", lookedAt);
      };
    }
  }
}
