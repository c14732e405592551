package io.pvefleet.app.store;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Code.Blame;

/** What can be wrong with the store. */
final class StoreCodes {
  static final Code NOT_WRITABLE = new Code("PVF-0501", "State folder cannot be written", Blame.USER);
  static final Code DAMAGED = new Code("PVF-0502", "Store is damaged", Blame.WORLD);
  static final Code TOO_NEW = new Code("PVF-0503", "Store was written by a newer pvefleet", Blame.USER);
  static final Code FAILED = new Code("PVF-0504", "Store does not answer", Blame.WORLD);

  static final Code REPLACED = new Code("PVF-0540", "Store file was removed or replaced", Blame.WORLD);

  private StoreCodes() {}
}
