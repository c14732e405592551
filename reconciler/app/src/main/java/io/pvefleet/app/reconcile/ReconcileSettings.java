package io.pvefleet.app.reconcile;

import java.time.Duration;

/**
 * Limits of work over many hosts.
 *
 * @param knocking hosts that are waited on for their first answer at once: a silent one holds its place for the connect timeout,
 *     and 150 silent ones of a thousand must not delay the others
 * @param hostsAtOnce hosts that are read or changed at once; at 50 ms an answer a thousand hosts of 10 VMs take about 6 s,
 *     and more only queues on the processor, where TLS is the price
 * @param hostDeadline longest reading of one host: 1,000 VMs at 100 ms on two connections; what has not ended by then is
 *     reported as not reached
 * @param taskLimit longest wait for one task: a full clone of a large disk on slow storage takes an hour
 * @param lease how long a host stays ours without a sign of life. Two thirds of it are left when a request is sent (it is renewed
 *     every third), and these 80 s outlast the longest request: the 60 s of one attempt and two connects that failed before it,
 *     since a write is tried anew only where nothing reached the host. Longer would only keep the successor of a machine that
 *     died waiting; that of a process that died on this machine does not wait
 */
public record ReconcileSettings(int knocking, int hostsAtOnce, Duration hostDeadline, Duration taskLimit, Duration lease) {

  public static final ReconcileSettings DEFAULT =
      new ReconcileSettings(256, 64, Duration.ofSeconds(60), Duration.ofHours(2), Duration.ofMinutes(2));

  public ReconcileSettings withHostsAtOnce(int hosts) {
    return new ReconcileSettings(Math.max(knocking, hosts), hosts, hostDeadline, taskLimit, lease);
  }

  public ReconcileSettings withHostDeadline(Duration deadline) {
    return new ReconcileSettings(knocking, hostsAtOnce, deadline, taskLimit, lease);
  }
}
