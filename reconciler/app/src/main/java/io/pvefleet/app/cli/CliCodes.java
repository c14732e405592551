package io.pvefleet.app.cli;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with a command's input. */
final class CliCodes {
  static final Code NO_SUCH = Code.user("PVF-0510", "Nothing has that name");
  static final Code BAD_SELECTOR = Code.user("PVF-0511", "Label selector cannot be read");
  static final Code NOT_CONFIRMED = Code.user("PVF-0512", "Nobody is there to confirm");
  static final Code PLAN_MOVED = Code.user("PVF-0513", "Plan is not what would be done now");
  static final Code BAD_PLAN_FILE = Code.user("PVF-0514", "Plan file cannot be used");
  static final Code NO_HISTORY = Code.user("PVF-0515", "There is no history");
  static final Code NOT_SIMULATED = Code.user("PVF-0516", "Simulation cannot start");
  static final Code OTHER_PROGRAM = Code.user("PVF-0517", "Command belongs to another program");
  static final Code NOTHING_TO_APPROVE = Code.user("PVF-0416", "Nothing waits for an approval");
  static final Code OTHER_COMMIT = Code.user("PVF-0417", "Plan is of another commit");
  static final Code NO_APPROVAL = Code.user("PVF-0418", "There is no such approval");
  static final Code IMPORT_WHAT = Code.user("PVF-0610", "Nothing to import from");
  static final Code IMPORT_NOT_WRITTEN = Code.world("PVF-0611", "Import could not be written");

  private CliCodes() {}
}
