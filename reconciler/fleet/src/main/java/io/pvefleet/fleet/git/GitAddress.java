package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/** Which addresses of repositories are taken. */
final class GitAddress {

  private static final String FORMS = "Use https://, ssh://, user@host:path, file:// or a path.";

  private GitAddress() {}

  static URIish parse(GitSettings settings) {
    URIish uri;
    try {
      uri = new URIish(settings.url());
    } catch (URISyntaxException e) {
      // The text may hold a password, so neither it nor the exception, which repeats it, is kept.
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_ADDRESS, "", "The address of the repository cannot be read.", FORMS));
    }
    if (uri.getPass() != null) {
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_ADDRESS, uri.toString(),
          "The address of the repository has a password in it.",
          "Remove it, and refer to a token as env:NAME or file:/path instead."));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isSafe = switch (scheme) {
      case "https", "ssh", "file", "" -> true;
      case "http" -> settings.credential() instanceof GitCredential.None;
      default -> false;
    };
    if (!isSafe) {
      throw new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_ADDRESS, uri.toString(),
          scheme.equals("http") ? "A token is not sent over http, where anyone on the way can read it."
              : "The scheme \"" + scheme + "\" is not supported.", FORMS));
    }
    return uri;
  }

  static GitFault unsupported(String url, Exception cause) {
    return new GitFault(Diagnostic.errorOfAll(GitCodes.BAD_ADDRESS, url, "\"" + url + "\" is no address of a repository.", FORMS),
        cause);
  }
}
