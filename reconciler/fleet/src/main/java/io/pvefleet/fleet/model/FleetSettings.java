package io.pvefleet.fleet.model;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What {@code fleet.yaml} says for the whole fleet, with defaults for what it does not say.
 *
 * @param interval how often each host is observed; default 60 s
 * @param timeZone of sites that declare none; default UTC
 * @param alerting when alerts are raised, where the site says nothing else
 * @param notifications who is told what; default nobody
 */
public record FleetSettings(
    String name, Duration interval, ZoneId timeZone, Limits limits, Alerting alerting, Notifications notifications) {

  /** Settings that say nothing of alerts and tell nobody anything. */
  public FleetSettings(String name, Duration interval, ZoneId timeZone, Limits limits) {
    this(name, interval, timeZone, limits, Alerting.NONE, Notifications.NONE);
  }

  /**
   * What one commit may do at most. Exceeding a limit holds plans as a whole; it never shortens them.
   *
   * @param maxDeletions VMs that left Git and may be deleted or stopped; default 3
   * @param maxDestructivePercent share of all VMs that may lose data or a device, deleted ones included; default 5
   * @param maxHostsLostPercent a commit that drops more of the last applied commit's hosts is refused; default 20
   * @param maxHostsUnreachablePercent more vanishing at once means our own network is suspect, nothing is applied; default 50
   */
  public record Limits(
      int maxDeletions, int maxDestructivePercent, int maxHostsLostPercent, int maxHostsUnreachablePercent) {
    public static final Limits DEFAULT = new Limits(3, 5, 20, 50);
  }
}
