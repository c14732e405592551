package io.pvefleet.vnc.login;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where to go after a login: only to pages of the proxy itself. Pure. */
final class ReturnAddress {
  static final String START = "/";

  /** A link to a console is far shorter. */
  private static final int LONGEST = 1_024;

  /** Going there would end where the way began. */
  private static final Set<String> NOT_BACK = Set.of("/login", "/logout");

  private ReturnAddress() {}

  /** The wish, where it is a path of our own; the first page otherwise. */
  static String safe(@Nullable String wish) {
    return wish != null && isOwn(wish) ? wish : START;
  }

  /** Browsers read {@code //host} and {@code /\host} as another server, and drop tabs and line breaks before they read. */
  private static boolean isOwn(String wish) {
    if (!wish.startsWith("/") || wish.startsWith("//") || wish.length() > LONGEST
        || wish.chars().anyMatch(c -> c <= 0x20 || c >= 0x7F || c == '\\')) {
      return false;
    }
    try {
      URI uri = new URI(wish);
      String path = uri.normalize().getPath();
      return !uri.isAbsolute() && uri.getRawAuthority() == null && path != null && path.startsWith("/") && !path.contains("//")
          && !uri.getRawPath().contains("//") && path.indexOf('\\') < 0
          && NOT_BACK.stream().noneMatch(no -> path.equals(no) || path.startsWith(no + "/")) && !path.startsWith("/api/");
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
