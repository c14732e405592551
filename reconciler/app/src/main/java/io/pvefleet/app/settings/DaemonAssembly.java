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
import io.pvefleet.process.settings.SettingsReader;
import io.pvefleet.process.settings.SettingsSources;
import io.pvefleet.process.settings.StateFolder;
import java.util.List;
import java.util.Locale;

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
        Locale.of(values.text(DaemonSetting.LANGUAGE)),
        new Retention(values.span(DaemonSetting.RETENTION_EVENTS), values.span(DaemonSetting.RETENTION_RUNS)));
  }
}
