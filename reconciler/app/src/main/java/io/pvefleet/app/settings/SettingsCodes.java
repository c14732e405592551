package io.pvefleet.app.settings;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with settings. */
final class SettingsCodes {
  static final Code BAD_FILE = Code.user("PVF-0520", "Settings file cannot be read");
  static final Code UNKNOWN = Code.user("PVF-0521", "There is no such setting");
  static final Code BAD_VALUE = Code.user("PVF-0522", "Setting has a value that cannot be used");
  static final Code SECRET = Code.user("PVF-0523", "Setting holds a secret where a reference belongs");
  static final Code MISFIT = Code.user("PVF-0524", "Settings do not fit together");
  static final Code NO_SECRET = Code.user("PVF-0525", "Secret of a setting is not there");

  private SettingsCodes() {}
}
