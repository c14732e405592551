package io.pvefleet.vnc.settings;

import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.process.settings.CommonSettings;
import io.pvefleet.process.settings.Setting;
import io.pvefleet.process.settings.SettingType;
import io.pvefleet.process.settings.SettingsList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Everything that {@code console serve} can be told, once. */
public enum ProxySetting implements Setting {
  GIT_URL(CommonSettings.GIT_URL),
  GIT_BRANCH(CommonSettings.GIT_BRANCH),
  GIT_FOLDER(CommonSettings.GIT_FOLDER),
  GIT_CREDENTIALS(CommonSettings.GIT_CREDENTIALS),
  GIT_USER(CommonSettings.GIT_USER),
  GIT_KNOWN_HOSTS(CommonSettings.GIT_KNOWN_HOSTS),
  GIT_POLL(CommonSettings.gitPoll("How often Git is asked for new hosts, guests and rights.")),
  STATE(CommonSettings.state(
      "Folder of the audit trail and the clone; without it, a folder per repository below `~/.local/state/pvefleet-console`.")),
  HTTP_ADDRESS(CommonSettings.httpAddress(ProxySettings.DEFAULT_ADDRESS,
      "Address to listen on. Logins and screens pass in clear text, so let a reverse proxy with TLS stand before any other.")),
  HTTP_PORT(CommonSettings.httpPort(ProxySettings.DEFAULT_PORT)),
  HTTP_TRUSTED(new Definition("http.trustedProxies", "", "", new SettingType.Several(new SettingType.Network()), "",
      "Reverse proxies whose `X-Forwarded-For` is believed, so that logins and the audit trail know the browser's address.")),
  PUBLIC_URL(new Definition("publicUrl", "--public-url", "URL", new SettingType.Several(new SettingType.Origin()), "",
      "Where browsers reach the proxy; pages from elsewhere open no console. Without it, `http://localhost` and `http://127.0.0.1`"
          + " with the port.")),
  LOGIN_METHOD(new Definition("login.method", "--login", "METHOD", new SettingType.Words("users", "oidc", "header"), "users",
      "How people prove who they are: a file of users, OpenID Connect, or a reverse proxy that names them.")),
  LOGIN_USERS(new Definition("login.users", "--users", "FILE", new SettingType.FilePath(), "/etc/pvefleet/console-users",
      "For `users`: the file of names, password hashes and groups; `pvefleet console user` makes its lines.")),
  OIDC_ISSUER(new Definition("oidc.issuer", "", "", new SettingType.WebAddress(), "",
      "For `oidc`: the issuer, as its discovery document names it.")),
  OIDC_CLIENT_ID(new Definition("oidc.clientId", "", "", new SettingType.Text("[^\\s]+", "pvefleet-console"), "",
      "For `oidc`: the client's name at the issuer.")),
  OIDC_CLIENT_SECRET(new Definition("oidc.clientSecret", "", "", new SettingType.Reference(), "",
      "For `oidc`: the client's secret.")),
  OIDC_GROUPS_CLAIM(new Definition("oidc.groupsClaim", "", "", new SettingType.Text("[^\\s]+", "groups"), "groups",
      "For `oidc`: the claim of the ID token that lists the groups of access policies.")),
  HEADER_NAME(new Definition("header.name", "", "", new SettingType.Text("[A-Za-z0-9-]+", "X-Forwarded-User"), "X-Forwarded-User",
      "For `header`: the header with the person's name.")),
  HEADER_GROUPS(new Definition("header.groups", "", "", new SettingType.Text("[A-Za-z0-9-]+", "X-Forwarded-Groups"),
      "X-Forwarded-Groups", "For `header`: the header with the groups, with commas between them.")),
  HEADER_TRUSTED(new Definition("header.trustedProxies", "", "", new SettingType.Several(new SettingType.Network()), "",
      "For `header`: where the reverse proxy connects from; from anywhere else the headers are refused.")),
  LIMITS_PER_USER(limit("limits.perUser", 100, 8, "Consoles that one person has open at once.")),
  LIMITS_PER_VM(limit("limits.perVm", 16, 4, "Consoles of one guest at once; each costs its host a stream of its own.")),
  LIMITS_PER_HOST(limit("limits.perHost", 90, 90,
      "Consoles of one host at once; Proxmox has 100 ports for them, ten are left to its own pages.")),
  LIMITS_ALL(limit("limits.all", 10_000, 600, "Consoles in all; above 600 give the process more heap.")),
  LIMITS_IDLE(new Definition("limits.idle", "", "", new SettingType.Span(Duration.ofMinutes(1), Duration.ofDays(1)), "15m",
      "A console ends after this long without a key or a movement.")),
  LIMITS_ABSOLUTE(new Definition("limits.absolute", "", "", new SettingType.Span(Duration.ofMinutes(5), Duration.ofDays(7)), "8h",
      "A console ends this long after it was opened, whatever happens.")),
  LIMITS_CLIPBOARD(new Definition("limits.clipboard", "", "",
      new SettingType.Size(new Quantity(1), Quantity.ofMiB(1)), "256KiB", "Longest text that is sent to a guest at once.")),
  AUDIT_TOKEN(new Definition("audit.token", "--audit-token", "REF", new SettingType.Reference(), "",
      "Bearer token with which a program reads the audit trail: the daemon's `console.token`. Without it only people who are"
          + " logged in read it.")),
  AUDIT_RETENTION(new Definition("audit.retention", "", "", new SettingType.Span(Duration.ofHours(1), Duration.ofDays(3650)), "180d",
      "How long rows of the audit trail are kept.")),
  LANGUAGE(CommonSettings.LANGUAGE);

  private static final String PREFIX = "PVEFLEET_CONSOLE_";

  /** All of them, and where the proxy looks for them. Names of the daemon's {@code console.url} and the like are not near to any. */
  public static final SettingsList ALL =
      new SettingsList("Settings of the console proxy.", PREFIX, List.of(values()), Set.of(), "PVEFLEET_CONSOLE_CONFIG",
          Path.of("/etc/pvefleet/console.yaml"));

  private final Definition definition;

  ProxySetting(Definition definition) {
    this.definition = definition;
  }

  private static Definition limit(String path, int max, int fallback, String description) {
    return new Definition(path, "", "", new SettingType.Whole(1, max), String.valueOf(fallback), description);
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
