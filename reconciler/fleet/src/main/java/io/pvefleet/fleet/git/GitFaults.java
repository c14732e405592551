package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;

/** What the Git library throws, told as one of our codes. The library's messages name addresses without passwords. */
final class GitFaults {

  private GitFaults() {}

  static boolean saysNoBranch(TransportException e) {
    return message(e).contains("available for fetch") || message(e).contains("does not have head");
  }

  static GitFault of(GitSettings settings, TransportException e) {
    return new GitFault(switch (kind(e)) {
      case NETWORK -> diagnostic(GitCodes.UNREACHABLE, settings, reason(e),
          "Check name, network and port from this machine. The last good commit stays in force meanwhile.");
      case AUTHENTICATION -> diagnostic(GitCodes.REFUSED, settings, reason(e),
          "Check that the token or key is valid and may read the repository.");
      case SERVER_KEY -> diagnostic(GitCodes.UNKNOWN_SERVER_KEY, settings, reason(e),
          "Compare the key with what the server's operator publishes, then add it to the known-hosts file.");
      case REPOSITORY -> diagnostic(GitCodes.NO_REPOSITORY, settings, reason(e),
          "Check the address; many servers also answer so when the credentials may not see the repository.");
    }, e);
  }

  static GitFault noBranch(GitSettings settings, List<String> branches) {
    String known = branches.isEmpty() ? "The repository has no branch at all." : "It has " + String.join(", ",
        branches.stream().limit(5).toList()) + (branches.size() > 5 ? ", ..." : "") + ".";
    return new GitFault(diagnostic(GitCodes.NO_BRANCH, settings, "there is no branch \"" + settings.branch() + "\". " + known,
        DidYouMean.closest(settings.branch(), branches).map(word -> "Did you mean \"" + word + "\"?")
            .orElse("Name a branch that exists, or push one.")));
  }

  static GitFault badClone(Path clone, Exception e) {
    return new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_CLONE, clone.toString(),
        "The clone in \"" + clone + "\" cannot be used: " + e.getMessage() + ".",
        "It is a cache: stop pvefleet, delete the folder and start again. Check free space and permissions."), e);
  }

  private enum Kind {
    NETWORK,
    AUTHENTICATION,
    SERVER_KEY,
    REPOSITORY
  }

  private static Kind kind(TransportException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = message(cause);
      if (message.contains("server key did not validate")) {
        return Kind.SERVER_KEY;
      }
      if (cause instanceof UnknownHostException || cause instanceof ConnectException || cause instanceof NoRouteToHostException
          || cause instanceof InterruptedIOException || cause instanceof SSLException
          || cause instanceof UnresolvedAddressException) {
        return Kind.NETWORK;
      }
      if (message.contains("not authorized") || message.contains("authentication") || message.contains("not permitted")
          || message.contains("auth fail") || message.contains("credentialsprovider")) {
        return Kind.AUTHENTICATION;
      }
      if (cause instanceof NoRemoteRepositoryException || message.contains("not found")) {
        return Kind.REPOSITORY;
      }
      if (cause instanceof SocketException || message.contains("timed out") || message.contains("timeout")) {
        return Kind.NETWORK;
      }
    }
    return Kind.NETWORK;
  }

  /** The deepest message says the most; the library wraps it in its own words. */
  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    String line = text.lines().findFirst().orElse(text).strip();
    return line.endsWith(".") ? line : line + ".";
  }

  private static Diagnostic diagnostic(Code code, GitSettings settings, String reason, String remedy) {
    return Diagnostic.errorOfAll(code, settings.url(), settings.url() + ": " + reason, remedy);
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
  }
}
