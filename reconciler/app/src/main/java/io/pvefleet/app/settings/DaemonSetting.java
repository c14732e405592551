package io.pvefleet.app.settings;

import io.pvefleet.process.settings.CommonSettings;
import io.pvefleet.process.settings.Setting;
import io.pvefleet.process.settings.SettingType;
import io.pvefleet.process.settings.SettingsList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Everything that {@code serve} can be told, once. */
public enum DaemonSetting implements Setting {
  GIT_URL(CommonSettings.GIT_URL),
  GIT_BRANCH(CommonSettings.GIT_BRANCH),
  GIT_FOLDER(CommonSettings.GIT_FOLDER),
  GIT_CREDENTIALS(CommonSettings.GIT_CREDENTIALS),
  GIT_USER(CommonSettings.GIT_USER),
  GIT_KNOWN_HOSTS(CommonSettings.GIT_KNOWN_HOSTS),
  GIT_POLL(CommonSettings.gitPoll("How often Git is asked. A webhook brings changes at once; the poll catches what it lost.")),
  GIT_WEB(new Definition("git.web", "", "",
      new SettingType.Text("github|gitlab|gitea|bitbucket|sourcehut|https?://[^\\s\"'<>]+",
          "https://git.example.org/{path}/src/{commit}/{file}#L{line}"), "",
      "Pages of the repository, for links from the fleet's pages: what serves it (`github`, `gitlab`, `gitea`, `bitbucket`, `sourcehut`), "
          + "or the address of a line with `{path}`, `{commit}`, `{file}` and `{line}`. Without it, what the server's name tells.")),
  STATE(CommonSettings.state(
      "Folder of journal, runs, events and the clone; without it, a folder per repository below `~/.local/state/pvefleet`.")),
  HTTP_ADDRESS(CommonSettings.httpAddress("0.0.0.0",
      "Address that pages, API, webhook and metrics listen on. They have no login: the network decides who sees them.")),
  HTTP_PORT(CommonSettings.httpPort(8080)),
  URL(new Definition("url", "--url", "URL", new SettingType.Origin(), "",
      "Where browsers find these pages; links in notifications begin with it, and without it there are none.")),
  HOOK_SECRET(new Definition("hook.secret", "--hook-secret", "REF", new SettingType.Reference(), "",
      "Shared secret of `POST /hooks/git`; without it the webhook is closed.")),
  MODE(new Definition("mode", "--mode", "MODE", new SettingType.Words("enforce", "observe"), "enforce",
      "`observe` plans and shows, and writes to no host, whatever Git says; `--observe` is short for it.")),
  HOSTS_AT_ONCE(new Definition("hostsAtOnce", "--hosts-at-once", "N", new SettingType.Whole(1, 1024), "64",
      "Hosts that are read or changed side by side.")),
  CONSOLE_URL(new Definition("console.url", "--console-url", "URL", new SettingType.Origin(), "",
      "Where browsers reach the console proxy; the pages then have console buttons.")),
  CONSOLE_API(new Definition("console.api", "", "", new SettingType.Origin(), "",
      "Where this daemon reaches the console proxy; without it, `console.url`.")),
  CONSOLE_TOKEN(new Definition("console.token", "", "", new SettingType.Reference(), "",
      "The proxy's audit token; with it the pages show who had which console.")),
  LANGUAGE(CommonSettings.LANGUAGE),
  RETENTION_EVENTS(
      new Definition("retention.events", "", "", new SettingType.Span(Duration.ofHours(1), Duration.ofDays(3650)), "365d",
          "How long events are kept.")),
  RETENTION_RUNS(
      new Definition("retention.runs", "", "", new SettingType.Span(Duration.ofHours(1), Duration.ofDays(3650)), "100d",
          "How long ended runs are kept, with their changes and journal."));

  private static final String PREFIX = "PVEFLEET_";

  /** All of them, and where the daemon looks for them. Variables of the console proxy begin like the daemon's. */
  public static final SettingsList ALL =
      new SettingsList("Settings of the daemon.", PREFIX, List.of(values()), Set.of("PVEFLEET_CONSOLE_"), "PVEFLEET_CONFIG",
          Path.of("/etc/pvefleet/pvefleet.yaml"));

  private final Definition definition;

  DaemonSetting(Definition definition) {
    this.definition = definition;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public String variable() {
    return Setting.variable(PREFIX, definition.path());
  }
}
