package io.pvefleet.app.settings;

import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.app.pve.SecretException;
import io.pvefleet.app.pve.Secrets;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.StateFolder;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From values that are right each on its own to settings that fit together. What was refused before is missing here. */
final class Assembly {
  private static final String FILE = "file:";

  private final Map<Setting, Given> given;
  private final Function<String, @Nullable String> environment;
  private final Diagnostics faults = new Diagnostics();

  Assembly(Map<Setting, Given> given, Function<String, @Nullable String> environment) {
    this.given = new EnumMap<>(Setting.class);
    this.given.putAll(given);
    this.environment = environment;
  }

  /** What does not fit together, or refers to nothing. */
  List<Diagnostic> faults() {
    value(Setting.GIT_URL).ifPresent(this::repository);
    boolean isSsh = value(Setting.GIT_URL).filter(url -> isSsh(url.text())).isPresent();
    value(Setting.HOOK_SECRET).ifPresent(this::secret);
    value(Setting.GIT_CREDENTIALS).ifPresent(isSsh ? this::privateKey : this::secret);
    return faults.sorted();
  }

  /** @throws java.util.NoSuchElementException if a setting with a default is missing */
  DaemonSettings settings() {
    String url = location();
    DaemonSettings.Git git =
        new DaemonSettings.Git(
            url,
            text(Setting.GIT_BRANCH),
            value(Setting.GIT_FOLDER).map(Given::text).orElse(""),
            value(Setting.GIT_CREDENTIALS).map(Given::text),
            text(Setting.GIT_USER),
            value(Setting.GIT_KNOWN_HOSTS).map(Given::asPath),
            span(Setting.GIT_POLL));
    return new DaemonSettings(
        git,
        value(Setting.STATE).map(Given::asPath).orElseGet(() -> StateFolder.of(environment, url)),
        text(Setting.HTTP_ADDRESS),
        Integer.parseInt(text(Setting.HTTP_PORT)),
        value(Setting.HOOK_SECRET).map(Given::text),
        Integer.parseInt(text(Setting.HOSTS_AT_ONCE)),
        DaemonSettings.Mode.valueOf(text(Setting.MODE).toUpperCase(Locale.ROOT)),
        Locale.of(text(Setting.LANGUAGE)),
        new Retention(span(Setting.RETENTION_EVENTS), span(Setting.RETENTION_RUNS)));
  }

  /** A folder becomes an absolute path, so that the daemon does not depend on where it was started. */
  private String location() {
    Given url = value(Setting.GIT_URL).orElseThrow();
    return SettingType.Location.isRemote(url.text()) ? url.text() : url.asPath().toString();
  }

  private void repository(Given url) {
    if (!SettingType.Location.isRemote(url.text())) {
      Path folder = url.asPath();
      boolean isRepository = Files.exists(folder.resolve(".git")) || Files.isRegularFile(folder.resolve("HEAD"));
      if (!isRepository) {
        faults.add(url.error(SettingsCodes.BAD_VALUE, "The folder " + folder + " is no Git repository.",
            "Name the URL of the fleet repository, or the top folder of a clone of it."));
      }
    } else if (isSsh(url.text()) && !given.containsKey(Setting.GIT_CREDENTIALS)) {
      faults.add(url.error(SettingsCodes.MISFIT, "An ssh address needs a private key, and git.credentials is not set.",
          "Set git.credentials to file:/path of the key, with the server's key in known_hosts beside it."));
    }
  }

  private void privateKey(Given reference) {
    if (!reference.text().startsWith(FILE)) {
      faults.add(reference.error(SettingsCodes.MISFIT, "For an ssh address the private key must be a file.",
          "Write file:/path of the key."));
      return;
    }
    Path key = Path.of(reference.text().substring(FILE.length()));
    if (!Files.isReadable(key) || Files.isDirectory(key)) {
      faults.add(reference.error(SettingsCodes.NO_SECRET, "The private key " + key + " does not exist or may not be read.",
          "Check path and permissions for the user who runs pvefleet."));
    }
    Path knownHosts = value(Setting.GIT_KNOWN_HOSTS).map(Given::asPath).orElseGet(() -> key.resolveSibling("known_hosts"));
    if (!Files.isReadable(knownHosts) || Files.isDirectory(knownHosts)) {
      faults.add(value(Setting.GIT_KNOWN_HOSTS).orElse(reference).error(SettingsCodes.MISFIT,
          "The known-hosts file " + knownHosts + " does not exist or may not be read.",
          "Make it with ssh-keyscan, compare the fingerprint with what the server's owner says, or set git.knownHosts."));
    }
  }

  private void secret(Given reference) {
    try {
      // Bad permissions are a warning of the daemon's log, which has a time.
      new Secrets(environment, _ -> { }).read(reference.text());
    } catch (SecretException e) {
      faults.add(reference.error(SettingsCodes.NO_SECRET, e.getMessage(), "Put the secret there, or correct the reference."));
    }
  }

  private static boolean isSsh(String url) {
    return url.startsWith("ssh://") || SettingType.Location.isRemote(url) && !url.contains("://");
  }

  private Optional<Given> value(Setting setting) {
    return Optional.ofNullable(given.get(setting));
  }

  private String text(Setting setting) {
    return value(setting).orElseThrow().text();
  }

  private Duration span(Setting setting) {
    return SettingType.Span.parse(text(setting));
  }
}
