package io.pvefleet.pve.http;

import java.time.Duration;

/**
 * Limits of the client, each with the argument for its default.
 *
 * @param connectTimeout TCP and TLS together take two to four round trips of 20-100 ms; within 5 s the kernel has repeated a
 *     lost SYN twice
 * @param readTimeout longest silence: Proxmox itself gives up after 30 s and says so with 596, which tells more than our timeout
 * @param callTimeout longest time of one attempt, against an answer that drips
 * @param reads calls that only read, at once, on one host: it has three workers, and each runs one call at a time
 * @param writes calls that change something, at once, on one host
 * @param permitTimeout longest wait for a permit to make one of these calls
 * @param attempts tries of a call that is safe to repeat, the first included
 * @param retryPause upper bound of the random pause before the second try; doubles with each further one
 * @param circuitFailures calls without an answer, one after the other, until a host is left alone
 * @param circuitPause first pause of a host left alone; doubles up to {@code circuitPauseMax}, less up to a fifth by chance
 * @param circuitPauseMax a host that returns is seen after this time at the latest
 * @param requestBytes longest form body or query: PVE 7 and early 8 refuse more than 64 KiB
 * @param responseBytes longest answer, decompressed: a thousand guests in cluster/resources take about 1 MiB
 * @param connections idle connections kept for each address; more than its permits let be used at once are never there
 * @param idleConnection how long: the host closes after 5 s, and a write on a connection just being closed is lost
 */
public record PveHttpSettings(
    Duration connectTimeout,
    Duration readTimeout,
    Duration callTimeout,
    int reads,
    int writes,
    Duration permitTimeout,
    int attempts,
    Duration retryPause,
    int circuitFailures,
    Duration circuitPause,
    Duration circuitPauseMax,
    int requestBytes,
    int responseBytes,
    int connections,
    Duration idleConnection) {

  public static final PveHttpSettings DEFAULT =
      new PveHttpSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(35),
          Duration.ofSeconds(60),
          2,
          1,
          Duration.ofMinutes(2),
          3,
          Duration.ofMillis(500),
          3,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          64 * 1024,
          16 * 1024 * 1024,
          8,
          Duration.ofSeconds(3));

  /**
   * For a process that opens consoles beside the reconciler's: a person waits, so nothing waits long. Making a ticket takes one of
   * the host's three workers for a quarter of a second, so that three at once use them and hold back nobody else's call for longer
   * than that; 90 consoles that come back at once are through in 8 s. A ticket may itself wait 5 s for a port and 10 s for a lock.
   * Three reads, since looking at a guest takes two. A host that returns is seen after 15 s at the latest.
   */
  public static final PveHttpSettings CONSOLES =
      DEFAULT
          .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(16), Duration.ofSeconds(20))
          .withPermits(3, 3, Duration.ofSeconds(15))
          .withAttempts(2, Duration.ofMillis(200))
          .withCircuit(3, Duration.ofSeconds(2), Duration.ofSeconds(15))
          .withBodies(64 * 1024, 4 * 1024 * 1024);

  public PveHttpSettings {
    if (reads < 1 || writes < 1 || attempts < 1 || circuitFailures < 1 || requestBytes < 1 || responseBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** These settings with other connect, read and call timeouts. */
  public PveHttpSettings withTimeouts(Duration connect, Duration read, Duration call) {
    return new PveHttpSettings(connect, read, call, reads, writes, permitTimeout, attempts, retryPause, circuitFailures,
        circuitPause, circuitPauseMax, requestBytes, responseBytes, connections, idleConnection);
  }

  /** These settings with another number of reads and writes at once on one host. */
  public PveHttpSettings withPermits(int reads, int writes, Duration permitTimeout) {
    return new PveHttpSettings(connectTimeout, readTimeout, callTimeout, reads, writes, permitTimeout, attempts, retryPause,
        circuitFailures, circuitPause, circuitPauseMax, requestBytes, responseBytes, connections, idleConnection);
  }

  /** These settings with another number of tries and pause between them. */
  public PveHttpSettings withAttempts(int attempts, Duration retryPause) {
    return new PveHttpSettings(connectTimeout, readTimeout, callTimeout, reads, writes, permitTimeout, attempts, retryPause,
        circuitFailures, circuitPause, circuitPauseMax, requestBytes, responseBytes, connections, idleConnection);
  }

  /** These settings with another circuit. */
  public PveHttpSettings withCircuit(int failures, Duration pause, Duration pauseMax) {
    return new PveHttpSettings(connectTimeout, readTimeout, callTimeout, reads, writes, permitTimeout, attempts, retryPause,
        failures, pause, pauseMax, requestBytes, responseBytes, connections, idleConnection);
  }

  /** These settings with other bounds of bodies sent and received. */
  public PveHttpSettings withBodies(int requestBytes, int responseBytes) {
    return new PveHttpSettings(connectTimeout, readTimeout, callTimeout, reads, writes, permitTimeout, attempts, retryPause,
        circuitFailures, circuitPause, circuitPauseMax, requestBytes, responseBytes, connections, idleConnection);
  }
}
