package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with settings. */
public final class SettingsCodes {
  public static final Code BAD_FILE = Code.user("PVF-0520", "Settings file cannot be read");
  public static final Code UNKNOWN = Code.user("PVF-0521", "There is no such setting");
  public static final Code BAD_VALUE = Code.user("PVF-0522", "Setting has a value that cannot be used");
  public static final Code SECRET = Code.user("PVF-0523", "Setting holds a secret where a reference belongs");
  public static final Code MISFIT = Code.user("PVF-0524", "Settings do not fit together");
  public static final Code NO_SECRET = Code.user("PVF-0525", "Secret of a setting is not there");
  static final Code CANNOT_LISTEN = Code.user("PVF-0526", "Address cannot be listened on");

  private SettingsCodes() {}
}
