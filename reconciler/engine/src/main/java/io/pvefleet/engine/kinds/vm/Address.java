package io.pvefleet.engine.kinds.vm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** An IP address as bytes: 4 or 16 of them. Reads texts only, never asks a name server. */
record Address(byte[] bytes) {

  /** An address with the length of its network's prefix. */
  record Prefixed(Address address, int prefix) {

    static Optional<Prefixed> parse(String text) {
      int slash = text.indexOf('/');
      Optional<Address> address = slash < 0 ? Optional.empty() : Address.parse(text.substring(0, slash));
      String digits = text.substring(slash + 1);
      if (address.isEmpty() || !digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > address.get().bytes.length * 8) {
        return Optional.empty();
      }
      return Optional.of(new Prefixed(address.get(), Integer.parseInt(digits)));
    }

    boolean contains(Address other) {
      int length = address.bytes.length;
      if (other.bytes.length != length) {
        return false;
      }
      BigInteger difference = new BigInteger(1, address.bytes).xor(new BigInteger(1, other.bytes));
      return difference.shiftRight(length * 8 - prefix).signum() == 0;
    }
  }

  static Optional<Address> parse(String text) {
    return text.contains(":") ? parse6(text) : parse4(text);
  }

  private static Optional<Address> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return Optional.of(new Address(bytes));
  }

  private static Optional<Address> parse6(String text) {
    String full = text;
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.') >= 0) {
      Optional<Address> tail = parse4(text.substring(lastColon + 1));
      if (tail.isEmpty()) {
        return Optional.empty();
      }
      String hex = HexFormat.of().formatHex(tail.get().bytes);
      full = text.substring(0, lastColon + 1) + hex.substring(0, 4) + ":" + hex.substring(4);
    }
    int gap = full.indexOf("::");
    if (gap >= 0 && full.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    String[] head = groups(gap < 0 ? full : full.substring(0, gap));
    String[] tail = groups(gap < 0 ? "" : full.substring(gap + 2));
    int missing = 8 - head.length - tail.length;
    if (gap < 0 ? missing != 0 : missing < 1) {
      return Optional.empty();
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < head.length + tail.length; i++) {
      String group = i < head.length ? head[i] : tail[i - head.length];
      if (!group.matches("[0-9A-Fa-f]{1,4}")) {
        return Optional.empty();
      }
      int at = (i < head.length ? i : i + missing) * 2;
      int value = Integer.parseInt(group, 16);
      bytes[at] = (byte) (value >> 8);
      bytes[at + 1] = (byte) value;
    }
    return Optional.of(new Address(bytes));
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  boolean isV4() {
    return bytes.length == 4;
  }

  /** Equal texts for equal addresses. */
  String normal() {
    return isV4()
        ? (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff)
        : HexFormat.of().formatHex(bytes).replaceAll("(.{4})(?!$)", "$1:");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
