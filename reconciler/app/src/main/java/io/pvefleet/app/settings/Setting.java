package io.pvefleet.app.settings;

import java.time.Duration;
import java.util.Locale;

/**
 * Everything that {@code serve} can be told, once: the file's keys, the variables' names, the options, their help and the table in
 * docs/configuration.md all come from here.
 */
public enum Setting {
  GIT_URL("git.url", "URL", "URL", new SettingType.Location(), ".",
      "Where the fleet repository is: `https://`, `ssh://`, `user@host:path`, `file://` or a folder."),
  GIT_BRANCH("git.branch", "--branch", "BRANCH", new SettingType.Text("[^\\s~^:?*\\[\\\\]+", "main"), "main",
      "Branch that describes the fleet; `HEAD` is the server's default branch."),
  GIT_FOLDER("git.folder", "--folder", "FOLDER", new SettingType.Text("[^\\r\\n]+", "fleets/pharmacies"), "",
      "Folder of the fleet in the repository; without it, the whole repository."),
  GIT_CREDENTIALS("git.credentials", "--credentials", "REF", new SettingType.Reference(), "",
      "Token for https, or `file:` of a private key without a passphrase for ssh."),
  GIT_USER("git.user", "--git-user", "USER", new SettingType.Text("[^\\s:]+", "x-token-auth"), "git",
      "User name sent with the token; most servers take any."),
  GIT_KNOWN_HOSTS("git.knownHosts", "--known-hosts", "FILE", new SettingType.FilePath(), "",
      "Keys of the ssh servers that are trusted; without it, the file `known_hosts` beside the private key."),
  GIT_POLL("git.poll", "--poll", "DURATION", new SettingType.Span(Duration.ofSeconds(1), Duration.ofDays(1)), "60s",
      "How often Git is asked. A webhook brings changes at once; the poll catches what it lost."),
  STATE("state", "--state", "FOLDER", new SettingType.FilePath(), "",
      "Folder of journal, runs, events and the clone; without it, a folder per repository below `~/.local/state/pvefleet`."),
  HTTP_ADDRESS("http.address", "--address", "ADDRESS", new SettingType.Text("[0-9A-Za-z.:%-]+", "127.0.0.1"), "0.0.0.0",
      "Address that pages, API, webhook and metrics listen on. They have no login: the network decides who sees them."),
  HTTP_PORT("http.port", "--port", "PORT", new SettingType.Whole(0, 65535), "8080", "Port to listen on; 0 is any free one."),
  HOOK_SECRET("hook.secret", "--hook-secret", "REF", new SettingType.Reference(), "",
      "Shared secret of `POST /hooks/git`; without it the webhook is closed."),
  MODE("mode", "--mode", "MODE", new SettingType.Words("enforce", "observe"), "enforce",
      "`observe` plans and shows, and writes to no host, whatever Git says; `--observe` is short for it."),
  HOSTS_AT_ONCE("hostsAtOnce", "--hosts-at-once", "N", new SettingType.Whole(1, 1024), "64",
      "Hosts that are read or changed side by side."),
  LANGUAGE("language", "--language", "LANG", new SettingType.Words("en", "ko"), "en",
      "Language of the pages for browsers that ask for neither English nor Korean."),
  RETENTION_EVENTS("retention.events", "", "", new SettingType.Span(Duration.ofHours(1), Duration.ofDays(3650)), "365d",
      "How long events are kept."),
  RETENTION_RUNS("retention.runs", "", "", new SettingType.Span(Duration.ofHours(1), Duration.ofDays(3650)), "100d",
      "How long ended runs are kept, with their changes and journal.");

  private final String path;
  private final String option;
  private final String placeholder;
  private final SettingType type;
  private final String fallback;
  private final String description;

  Setting(String path, String option, String placeholder, SettingType type, String fallback, String description) {
    this.path = path;
    this.option = option;
    this.placeholder = placeholder;
    this.type = type;
    this.fallback = fallback;
    this.description = description;
  }

  /** Path in the file, for example {@code http.port}. */
  public String path() {
    return path;
  }

  /** {@code PVEFLEET_} and the path in capitals: {@code PVEFLEET_HTTP_PORT}. */
  public String variable() {
    return "PVEFLEET_" + path.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Option of {@code serve}; {@code URL} for its argument; empty for what nobody changes from one start to the next. */
  public String option() {
    return option;
  }

  /** What stands for the value in the help. */
  public String placeholder() {
    return placeholder;
  }

  /** What the value may be, in words. */
  public String typeTitle() {
    return type.title();
  }

  /** The value where none is given; empty where there is none. */
  public String fallback() {
    return fallback;
  }

  /** What it is for; code in backquotes. */
  public String description() {
    return description;
  }

  SettingType type() {
    return type;
  }
}
