package io.pvefleet.vnc.audit;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with the audit trail. */
final class AuditCodes {
  static final Code NOT_WRITTEN = Code.world("PVF-0721", "Audit trail cannot be written");

  private AuditCodes() {}
}
