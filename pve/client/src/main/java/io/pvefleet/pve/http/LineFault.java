package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The line failed before a whole answer was there. Package-internal: becomes a {@link PveException} at the door. */
final class LineFault extends Exception {

  /** How far the request had got. */
  enum Stage {
    /** Not connected: nothing was sent. */
    CONNECT,
    /** The host stayed silent while connecting. */
    CONNECT_TIMEOUT,
    /** TLS refused the certificate or the peer: it will do so again. */
    TLS,
    /** The certificate is not the pinned one. */
    PIN,
    /** The login before the request got no answer, so the request itself was not sent. */
    NO_LOGIN,
    /** A whole answer came, and it is none of the Proxmox API's. */
    UNUSABLE,
    /** An answer began and broke off: somebody is there. */
    CUT,
    /** Connected, and at least part of the request went out. */
    SENT,
    /** As {@link #SENT}, and then silence for as long as we wait. */
    SENT_TIMEOUT
  }

  /** What okhttp says when a body is shorter than announced; by its type it would be a breach of protocol. */
  private static final String TRUNCATED = "unexpected end of stream";

  private final Stage stage;

  LineFault(Stage stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  static LineFault of(IOException e, boolean isSent) {
    if (e instanceof ProtocolException && !TRUNCATED.equals(e.getMessage())) {
      // Its message and its cause repeat what came, which is anything.
      return new LineFault(isSent ? Stage.UNUSABLE : Stage.CONNECT, "what came is no HTTP answer", null);
    }
    if (isSent) {
      return e instanceof InterruptedIOException
          ? new LineFault(Stage.SENT_TIMEOUT, "no answer in time", e)
          : new LineFault(Stage.SENT, "the connection ended before the answer was complete" + detail(e), e);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PinnedTrust.PinMismatch mismatch) {
        return new LineFault(Stage.PIN, String.valueOf(mismatch.getMessage()), e);
      }
      if (t instanceof CertificateException) {
        return new LineFault(Stage.TLS, "TLS: the certificate is not trusted (" + t.getMessage() + ")", e);
      }
    }
    return switch (e) {
      case UnknownHostException unknown -> new LineFault(Stage.CONNECT, "the name has no address", unknown);
      case InterruptedIOException slow -> new LineFault(Stage.CONNECT_TIMEOUT, "connecting timed out", slow);
      case SSLException tls when !brokeOff(tls) -> new LineFault(Stage.TLS, "TLS: " + tls.getMessage(), tls);
      case SSLException tls -> new LineFault(Stage.CONNECT, "the connection ended during the TLS handshake", tls);
      default -> new LineFault(Stage.CONNECT, "cannot connect" + detail(rootOf(e)), e);
    };
  }

  /** The same of an answer that had begun; silence in its middle stays what it is. */
  LineFault begun() {
    return stage == Stage.SENT ? new LineFault(Stage.CUT, String.valueOf(getMessage()), getCause()) : this;
  }

  Stage stage() {
    return stage;
  }

  /** The fault as the caller sees it. A lost answer to a write is {@link Indeterminate}; anything else was not carried out. */
  PveException seen(String where, boolean isSafe) {
    String text = where + ": " + getMessage();
    return switch (stage) {
      case CONNECT, CONNECT_TIMEOUT -> new Unreachable(Reason.CONNECT, text, this);
      case NO_LOGIN -> new Unreachable(Reason.NO_ANSWER, text, this);
      case TLS -> new Unreachable(Reason.TLS, text, this);
      case PIN -> new Unreachable(Reason.PIN, text, this);
      case UNUSABLE, CUT, SENT, SENT_TIMEOUT ->
          isSafe
              ? new Unreachable(stage == Stage.UNUSABLE ? Reason.NOT_PROXMOX : Reason.NO_ANSWER, text, this)
              : new Indeterminate(text + "; nobody knows whether the host carried this out", this);
    };
  }

  Repeat repeat(boolean isSafe) {
    return switch (stage) {
      case CONNECT -> Repeat.OFTEN;
      // Five seconds of silence are no hiccup, and neither a certificate nor a wrong server mends itself.
      case CONNECT_TIMEOUT, TLS, PIN, UNUSABLE -> Repeat.NEVER;
      case CUT, SENT -> isSafe ? Repeat.OFTEN : Repeat.NEVER;
      case NO_LOGIN -> Repeat.ONCE;
      case SENT_TIMEOUT -> isSafe ? Repeat.ONCE : Repeat.NEVER;
    };
  }

  private static boolean brokeOff(SSLException e) {
    return e.getCause() instanceof EOFException || e.getCause() instanceof SocketException;
  }

  /** What the system says, in brackets; nothing where the library only says that there was nothing. */
  private static String detail(Throwable e) {
    String text = e.getMessage();
    return text == null || text.startsWith(TRUNCATED) ? "" : " (" + text + ")";
  }

  /** okhttp says to which address it could not connect, and the system below it why. */
  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
