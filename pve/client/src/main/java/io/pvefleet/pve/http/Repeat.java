package io.pvefleet.pve.http;

/** Whether trying again is harmless and may help. */
enum Repeat {
  NEVER,
  /** It may help, but each try takes half a minute and one of the host's few workers. */
  ONCE,
  /** As often as the settings allow. */
  OFTEN;

  boolean allows(int triesSoFar, int attempts) {
    return switch (this) {
      case NEVER -> false;
      case ONCE -> triesSoFar < Math.min(2, attempts);
      case OFTEN -> triesSoFar < attempts;
    };
  }
}
