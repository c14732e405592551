package io.pvefleet.vnc.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses and networks whose word is taken for who a person is. Immutable. */
final class TrustedProxies {
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @param texts {@code 10.0.0.5}, {@code 10.0.0.0/24}, {@code fd00::/8}
   * @throws IllegalArgumentException for what is none of these; settings were checked before
   */
  static TrustedProxies of(List<String> texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      networks.add(network(text).orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no address or network")));
    }
    return new TrustedProxies(List.copyOf(networks));
  }

  boolean contains(String address) {
    Optional<byte[]> bytes = Addresses.parse(address);
    return bytes.isPresent() && networks.stream().anyMatch(network -> network.contains(bytes.get()));
  }

  private static Optional<Network> network(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * 8;
    if (slash < 0) {
      return Optional.of(new Network(address.get(), most));
    }
    String bits = text.substring(slash + 1);
    return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most
        ? Optional.of(new Network(address.get(), Integer.parseInt(bits))) : Optional.empty();
  }
}
