package io.pvefleet.vnc.session;

import io.pvefleet.vnc.settings.ProxySettings.Limits;
import java.util.HashMap;
import java.util.Map;

/** How many consoles there may be: one seat each, from the request until it is over. Thread-safe. */
final class Seats {
  private final Limits limits;

  // Guarded by this. A key that nobody sits under is not kept.
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  Seats(Limits limits) {
    this.limits = limits;
  }

  /** Whether the other seats of the guest count: they do not where they are about to be emptied. */
  enum Guests {
    JOINED,
    TAKEN_OVER
  }

  /** A seat. Given back once; more often is harmless. */
  final class Seat {
    private final String user;
    private final String host;
    private final int vmid;
    private boolean isFree;

    private Seat(String user, String host, int vmid) {
      this.user = user;
      this.host = host;
      this.vmid = vmid;
    }

    void free() {
      synchronized (Seats.this) {
        if (!isFree) {
          isFree = true;
          add(this, -1);
        }
      }
    }
  }

  /**
   * Takes a seat.
   *
   * @throws ConsoleRefused naming the limit that is reached
   */
  synchronized Seat take(String user, String host, int vmid, Guests others) {
    Seat seat = new Seat(user, host, vmid);
    refuseAt(count(user(seat)), limits.perUser(), "perUser", user);
    if (others == Guests.JOINED) {
      refuseAt(count(guest(seat)), limits.perVm(), "perVm", host + "/" + vmid);
    }
    refuseAt(count(host(seat)), limits.perHost(), "perHost", host);
    refuseAt(all, limits.all(), "all", "");
    add(seat, 1);
    return seat;
  }

  synchronized int all() {
    return all;
  }

  private static void refuseAt(int count, int limit, String which, String whose) {
    if (count >= limit) {
      throw new ConsoleRefused(Refusal.TOO_MANY, which, Integer.toString(limit), whose);
    }
  }

  private int count(String key) {
    return taken.getOrDefault(key, 0);
  }

  // Guarded by this.
  private void add(Seat seat, int change) {
    all += change;
    for (String key : new String[] {user(seat), guest(seat), host(seat)}) {
      if (taken.merge(key, change, Integer::sum) == 0) {
        taken.remove(key);
      }
    }
  }

  private static String user(Seat seat) {
    return "user " + seat.user;
  }

  private static String guest(Seat seat) {
    return "guest " + seat.host + " " + seat.vmid;
  }

  private static String host(Seat seat) {
    return "host " + seat.host;
  }
}
