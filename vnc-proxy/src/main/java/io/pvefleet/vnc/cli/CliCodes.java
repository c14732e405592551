package io.pvefleet.vnc.cli;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with a command's input. */
final class CliCodes {
  static final Code NO_HOST = Code.user("PVF-0750", "Host is not in the fleet");
  static final Code BAD_FLEET = Code.user("PVF-0751", "Fleet has errors that concern consoles");
  static final Code BAD_USER = Code.user("PVF-0752", "Line for the file of users cannot be made");

  private CliCodes() {}
}
