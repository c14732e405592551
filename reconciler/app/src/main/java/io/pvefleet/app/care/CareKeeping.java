package io.pvefleet.app.care;

import io.pvefleet.app.store.Cares;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was found out of hosts in the store, so that a process that begins has something to show, as old as it is. One row for
 * each host, written when something was found out and not when it was found to be the same. Thread safe.
 */
public final class CareKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(CareKeeping.class);

  /** Rows of one transaction: some 400 KB, so that a host's journal does not wait for it. */
  private static final int AT_ONCE = 100;

  private final FleetBoard board;
  private final Cares store;

  // Guarded by itself: hosts whose row is older than the board, and whether somebody writes.
  private final Set<String> waiting = new TreeSet<>();
  private boolean isWriting;

  CareKeeping(FleetBoard board, Cares store) {
    this.board = board;
    this.store = store;
  }

  /** Puts what an earlier process found out on the board; called once its hosts are declared. Blocks for one read of the store. */
  public static void recall(FleetBoard board, Cares store) {
    for (Cares.Known known : store.all()) {
      try {
        CareText.Facts facts = CareText.read(known.facts());
        board.host(known.host()).filter(row -> row.host().endpoint().toString().equals(facts.endpoint()))
            .ifPresent(row -> board.recall(known.host(), facts.host(), facts.vms()));
      } catch (IllegalArgumentException e) {
        LOG.atInfo().addKeyValue("host", known.host()).addKeyValue("why", e.getMessage())
            .log("What was found out of a host cannot be read and is left aside");
      }
    }
  }

  /** Something was found out of that host, or of a VM on it. */
  void found(String host) {
    synchronized (waiting) {
      waiting.add(host);
    }
  }

  /** Whether there is something to write that nobody writes yet: whoever is told so has to write. */
  boolean begin() {
    synchronized (waiting) {
      boolean begins = !isWriting && !waiting.isEmpty();
      isWriting |= begins;
      return begins;
    }
  }

  /** Writes what waits; what the store refuses waits on. Blocks for a transaction or a few. */
  void write() {
    List<String> hosts = taken();
    try {
      while (!hosts.isEmpty()) {
        List<String> some = hosts.subList(0, Math.min(AT_ONCE, hosts.size()));
        store.put(some.stream().flatMap(host -> board.host(host).stream())
            .map(row -> new Cares.Known(row.name(), CareText.write(row))).toList());
        some.clear();
      }
    } catch (StoreException e) {
      LOG.atDebug().addKeyValue("why", e.getMessage()).log("What was found out waits for the store");
    } finally {
      synchronized (waiting) {
        waiting.addAll(hosts);
        isWriting = false;
      }
    }
  }

  private List<String> taken() {
    synchronized (waiting) {
      List<String> hosts = new ArrayList<>(waiting);
      waiting.clear();
      return hosts;
    }
  }
}
