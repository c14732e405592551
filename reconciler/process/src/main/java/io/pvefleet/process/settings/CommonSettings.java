package io.pvefleet.process.settings;

import io.pvefleet.process.settings.Setting.Definition;
import java.time.Duration;

/** Settings that every process has, in the same words. */
public final class CommonSettings {
  public static final Definition GIT_URL =
      new Definition("git.url", "URL", "URL", new SettingType.Location(), ".",
          "Where the fleet repository is: `https://`, `ssh://`, `user@host:path`, `file://` or a folder.");
  public static final Definition GIT_BRANCH =
      new Definition("git.branch", "--branch", "BRANCH", new SettingType.Text("[^\\s~^:?*\\[\\\\]+", "main"), "main",
          "Branch that describes the fleet; `HEAD` is the server's default branch.");
  public static final Definition GIT_FOLDER =
      new Definition("git.folder", "--folder", "FOLDER", new SettingType.Text("[^\\r\\n]+", "fleets/pharmacies"), "",
          "Folder of the fleet in the repository; without it, the whole repository.");
  public static final Definition GIT_CREDENTIALS =
      new Definition("git.credentials", "--credentials", "REF", new SettingType.Reference(), "",
          "Token for https, or `file:` of a private key without a passphrase for ssh.");
  public static final Definition GIT_USER =
      new Definition("git.user", "--git-user", "USER", new SettingType.Text("[^\\s:]+", "x-token-auth"), "git",
          "User name sent with the token; most servers take any.");
  public static final Definition GIT_KNOWN_HOSTS =
      new Definition("git.knownHosts", "--known-hosts", "FILE", new SettingType.FilePath(), "",
          "Keys of the ssh servers that are trusted; without it, the file `known_hosts` beside the private key.");
  public static final Definition LANGUAGE =
      new Definition("language", "--language", "LANG", new SettingType.Words("en", "ko"), "en",
          "Language of the pages for browsers that ask for neither English nor Korean.");

  private CommonSettings() {}

  /** How often Git is asked. */
  public static Definition gitPoll(String description) {
    return new Definition("git.poll", "--poll", "DURATION",
        new SettingType.Span(Duration.ofSeconds(1), Duration.ofDays(1)), "60s", description);
  }

  /** Folder of what the process keeps. */
  public static Definition state(String description) {
    return new Definition("state", "--state", "FOLDER", new SettingType.FilePath(), "", description);
  }

  /** Address to listen on. */
  public static Definition httpAddress(String fallback, String description) {
    return new Definition("http.address", "--address", "ADDRESS",
        new SettingType.Text("[0-9A-Za-z.:%-]+", "127.0.0.1"), fallback, description);
  }

  /** Port to listen on. */
  public static Definition httpPort(int fallback) {
    return new Definition("http.port", "--port", "PORT", new SettingType.Whole(0, 65535), String.valueOf(fallback),
        "Port to listen on; 0 is any free one.");
  }
}
