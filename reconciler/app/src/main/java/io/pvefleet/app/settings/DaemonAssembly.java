package io.pvefleet.app.settings;

import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.app.store.Retention;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.process.settings.Assembly;
import io.pvefleet.process.settings.Given;
import io.pvefleet.process.settings.GivenValues;
import io.pvefleet.process.settings.RepositoryAssembly;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.process.settings.SettingType;
import io.pvefleet.process.settings.SettingsCodes;
import io.pvefleet.process.settings.SettingsReader;
import io.pvefleet.process.settings.SettingsSources;
import io.pvefleet.process.settings.StateFolder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of the daemon, put together. */
public final class DaemonAssembly implements Assembly<DaemonSettings> {
  private static final RepositoryAssembly REPOSITORY =
      new RepositoryAssembly(DaemonSetting.GIT_URL, DaemonSetting.GIT_BRANCH, DaemonSetting.GIT_FOLDER,
          DaemonSetting.GIT_CREDENTIALS, DaemonSetting.GIT_USER, DaemonSetting.GIT_KNOWN_HOSTS, DaemonSetting.GIT_POLL);

  DaemonAssembly() {}

  /**
   * Reads and checks.
   *
   * @throws io.pvefleet.process.settings.SettingsFault with everything that is wrong
   */
  public static DaemonSettings read(SettingsSources sources) {
    return SettingsReader.read(DaemonSetting.ALL, sources, new DaemonAssembly());
  }

  @Override
  public List<Diagnostic> faults(GivenValues values) {
    Diagnostics faults = new Diagnostics();
    faults.addAll(REPOSITORY.faults(values));
    values.value(DaemonSetting.HOOK_SECRET).flatMap(values::missingSecret).ifPresent(faults::add);
    values.value(DaemonSetting.CONSOLE_TOKEN).flatMap(values::missingSecret).ifPresent(faults::add);
    if (values.value(DaemonSetting.CONSOLE_URL).isEmpty()) {
      Stream.of(DaemonSetting.CONSOLE_API, DaemonSetting.CONSOLE_TOKEN).flatMap(setting -> values.value(setting).stream())
          .map(given -> given.error(SettingsCodes.MISFIT, given.setting().path() + " is set, and console.url is not.",
              "Set console.url to the address under which browsers reach the console proxy."))
          .forEach(faults::add);
    }
    return faults.sorted();
  }

  @Override
  public DaemonSettings settings(GivenValues values) {
    RepositorySettings git = REPOSITORY.settings(values);
    return new DaemonSettings(
        git,
        values.value(DaemonSetting.STATE).map(Given::asPath)
            .orElseGet(() -> StateFolder.DAEMON.of(values.environment(), git.url())),
        values.text(DaemonSetting.HTTP_ADDRESS),
        values.whole(DaemonSetting.HTTP_PORT),
        values.value(DaemonSetting.HOOK_SECRET).map(Given::text),
        values.whole(DaemonSetting.HOSTS_AT_ONCE),
        DaemonSettings.Mode.valueOf(values.text(DaemonSetting.MODE).toUpperCase(Locale.ROOT)),
        console(values),
        Locale.of(values.text(DaemonSetting.LANGUAGE)),
        new Retention(values.span(DaemonSetting.RETENTION_EVENTS), values.span(DaemonSetting.RETENTION_RUNS)),
        values.value(DaemonSetting.GIT_WEB).map(Given::text).orElse(""),
        values.value(DaemonSetting.URL).map(url -> SettingType.Origin.parse(url.text())));
  }

  private static Optional<DaemonSettings.Console> console(GivenValues values) {
    return values.value(DaemonSetting.CONSOLE_URL).map(url -> {
      URI shown = SettingType.Origin.parse(url.text());
      URI asked = values.value(DaemonSetting.CONSOLE_API).map(api -> SettingType.Origin.parse(api.text())).orElse(shown);
      return new DaemonSettings.Console(shown, asked, values.value(DaemonSetting.CONSOLE_TOKEN).map(Given::text));
    });
  }
}
