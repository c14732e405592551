package io.pvefleet.process.settings;

import io.pvefleet.process.settings.SettingType.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of the web and of networks, as settings name them. Asks no name server. Pure. */
final class Addresses {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");

  private Addresses() {}

  /** {@code https://host:port/path}; without a user, a query or a fragment. */
  static Optional<Refusal> refuseWeb(String text) {
    if (text.contains("@")) {
      return Optional.of(new Refusal(SettingsCodes.SECRET, "The address has a user or password in it. It is not repeated here.",
          "Remove it from the address."));
    }
    try {
      URI uri = new URI(text);
      boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean isGood = isWeb && uri.getHost() != null && HOST.matcher(uri.getHost()).matches() && uri.getQuery() == null
          && uri.getFragment() == null && uri.getPort() <= 65_535;
      return isGood ? Optional.empty() : Optional.of(noWebAddress(text));
    } catch (URISyntaxException _) {
      return Optional.of(noWebAddress(text));
    }
  }

  private static Refusal noWebAddress(String text) {
    return new Refusal(SettingsCodes.BAD_VALUE, "\"" + text + "\" is no address of the web.",
        "Write scheme, host and, where it is not the usual one, the port: https://console.example.org or http://127.0.0.1:8081.");
  }

  /** A web address without a path. */
  static Optional<Refusal> refuseOrigin(String text) {
    Optional<Refusal> refusal = refuseWeb(text);
    if (refusal.isPresent()) {
      return refusal;
    }
    String path = URI.create(text).getPath();
    return path.isEmpty() || path.equals("/")
        ? Optional.empty()
        : Optional.of(new Refusal(SettingsCodes.BAD_VALUE, "\"" + text + "\" has a path.",
            "Write only scheme, host and port: an origin has no path, and pages below one are not supported."));
  }

  /** As browsers write it: lower case, no slash at the end, no port that the scheme implies. */
  static URI origin(String text) {
    URI uri = URI.create(text.toLowerCase(Locale.ROOT));
    boolean isImplied = uri.getPort() < 0 || uri.getPort() == (uri.getScheme().equals("https") ? 443 : 80);
    return URI.create(uri.getScheme() + "://" + uri.getHost() + (isImplied ? "" : ":" + uri.getPort()));
  }

  /** An IP address, or a network as {@code 10.0.0.0/8}. */
  static Optional<Refusal> refuseNetwork(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = address.getAddress().length * 8;
      String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
      if (length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= bits) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException _) {
      // Said below, in our own words.
    }
    return Optional.of(new Refusal(SettingsCodes.BAD_VALUE, "\"" + text + "\" is no IP address and no network.",
        "Write an address such as 127.0.0.1 or ::1, or a network such as 10.0.0.0/24."));
  }
}
