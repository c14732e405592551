package io.pvefleet.pve.http;

import java.time.Duration;

/**
 * Limits of WebSockets, each with the argument for its value.
 *
 * @param handshake from the call to the 101: the process behind a ticket's port waits 10 s for its one connection, and an upgrade
 *     towards a port where nobody listens any more is never answered at all (seen on 9.2)
 * @param write longest time until the host has taken a frame: keystrokes that old are of no use
 * @param queueBytes most bytes waiting to be sent: a clipboard of 256 KiB and the keys behind it fit several times
 * @param frameBytes longest frame sent: pveproxy ends the connection at more than 128 KiB
 * @param pingAfter silence of the host after which it is asked whether it is there: a line through a VPN dies without a word
 * @param silence silence after which it is taken for gone: one worker of the host may be busy with one call for 30 s
 * @param closing how long a close waits for the host's side: one round trip, generously
 */
record SocketLimits(
    Duration handshake,
    Duration write,
    int queueBytes,
    int frameBytes,
    Duration pingAfter,
    Duration silence,
    Duration closing) {

  static final SocketLimits DEFAULT =
      new SocketLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1024 * 1024,
          64 * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(90),
          Duration.ofSeconds(1));

  /** How often a socket is looked after: so late may any of the above be noticed. */
  Duration look() {
    Duration shortest = write.compareTo(pingAfter) < 0 ? write : pingAfter;
    return shortest.dividedBy(4);
  }
}
