package io.pvefleet.vnc.login;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numeric addresses. Asks no name server: what is no number is no address. */
final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Addresses() {}

  /** The bytes of an address; an IPv4 address written as IPv6 is an IPv4 address. */
  static Optional<byte[]> parse(String text) {
    String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = bare.indexOf('%');
    String number = zone < 0 ? bare : bare.substring(0, zone);
    if (number.length() > 45 || !(IPV4.matcher(number).matches() || IPV6.matcher(number).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(number).getAddress());
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /** The address, or of an IPv6 address its first half. */
  static String network(byte[] address) {
    return HexFormat.of().formatHex(address.length == 4 ? address : Arrays.copyOf(address, 8));
  }
}
