package io.pvefleet.vnc.session;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Names that nobody guesses. Thread-safe if its random is. */
final class Tokens {

  /** 128 bits: as many as a random UUID claims and more than it has. */
  private static final int BYTES = 16;

  private final RandomGenerator random;

  Tokens(RandomGenerator random) {
    this.random = random;
  }

  /** 22 characters that need no escaping in a URL or a WebSocket subprotocol. */
  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
