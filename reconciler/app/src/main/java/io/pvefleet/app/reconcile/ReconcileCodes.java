package io.pvefleet.app.reconcile;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Code.Blame;

/** What can come between this process and a host that it changes. */
final class ReconcileCodes {
  static final Code LEASE_LOST = new Code("PVF-0530", "Another process took the host over", Blame.WORLD);

  private ReconcileCodes() {}
}
