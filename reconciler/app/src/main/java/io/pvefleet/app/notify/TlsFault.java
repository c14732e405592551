package io.pvefleet.app.notify;

import io.pvefleet.fleet.diagnostic.Code;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a protected connection did not come about, in words for who can put it right. Pure.
 *
 * @param code where what to do is said
 */
record TlsFault(Code code, String reason) {
  /** Nothing of ours nests deeper; a circle would. */
  private static final int DEPTH = 20;

  /** Empty where something else is wrong. The innermost cause that says something is the most particular. */
  static Optional<TlsFault> of(Throwable fault) {
    Optional<TlsFault> found = Optional.empty();
    @Nullable Throwable cause = fault;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      Optional<TlsFault> said = said(cause);
      found = said.isPresent() ? said : found;
      cause = cause.getCause();
    }
    return found;
  }

  private static Optional<TlsFault> said(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case CertificateExpiredException _ -> certificate("its certificate has expired.");
      case CertificateNotYetValidException _ -> certificate("its certificate is not valid yet, by the clock of this machine.");
      case CertPathBuilderException _, CertPathValidatorException _ ->
          certificate("its certificate is signed by nobody whom this machine trusts.");
      case CertificateException _ when message.startsWith("No ") -> certificate("its certificate is for another name.");
      case SSLException _ when message.contains("Unsupported or unrecognized SSL message") ->
          other("what answers there speaks no TLS.");
      case SSLException _ -> other("no TLS connection: " + Lines.one(message, 160));
      // As the mail library says it where it looks for itself.
      case IOException _ when message.startsWith("Can't verify identity") -> certificate("its certificate is for another name.");
      default -> Optional.empty();
    };
  }

  private static Optional<TlsFault> certificate(String reason) {
    return Optional.of(new TlsFault(NotifyCodes.UNTRUSTED, reason));
  }

  private static Optional<TlsFault> other(String reason) {
    return Optional.of(new TlsFault(NotifyCodes.NOT_REACHED, reason));
  }
}
