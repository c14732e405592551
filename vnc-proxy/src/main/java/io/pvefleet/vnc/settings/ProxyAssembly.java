package io.pvefleet.vnc.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.process.settings.Assembly;
import io.pvefleet.process.settings.Given;
import io.pvefleet.process.settings.GivenValues;
import io.pvefleet.process.settings.RepositoryAssembly;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.process.settings.SettingType;
import io.pvefleet.process.settings.SettingsReader;
import io.pvefleet.process.settings.SettingsSources;
import io.pvefleet.process.settings.StateFolder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of the console proxy, put together. */
public final class ProxyAssembly implements Assembly<ProxySettings> {
  private static final RepositoryAssembly REPOSITORY =
      new RepositoryAssembly(ProxySetting.GIT_URL, ProxySetting.GIT_BRANCH, ProxySetting.GIT_FOLDER, ProxySetting.GIT_CREDENTIALS,
          ProxySetting.GIT_USER, ProxySetting.GIT_KNOWN_HOSTS, ProxySetting.GIT_POLL);

  /** A folder of its own: the clone of the daemon must not be fetched into by two. */
  private static final StateFolder STATE = new StateFolder(ProxySetting.STATE.variable(), "pvefleet-console");

  ProxyAssembly() {}

  /**
   * Reads and checks.
   *
   * @throws io.pvefleet.process.settings.SettingsFault with everything that is wrong
   */
  public static ProxySettings read(SettingsSources sources) {
    return SettingsReader.read(ProxySetting.ALL, sources, new ProxyAssembly());
  }

  @Override
  public List<Diagnostic> faults(GivenValues values) {
    Diagnostics faults = new Diagnostics();
    faults.addAll(REPOSITORY.faults(values));
    faults.addAll(LoginAssembly.faults(values));
    values.value(ProxySetting.AUDIT_TOKEN).flatMap(values::missingSecret).ifPresent(faults::add);
    return faults.sorted();
  }

  @Override
  public ProxySettings settings(GivenValues values) {
    RepositorySettings git = REPOSITORY.settings(values);
    return new ProxySettings(
        git,
        values.value(ProxySetting.STATE).map(Given::asPath).orElseGet(() -> STATE.of(values.environment(), git.url())),
        values.text(ProxySetting.HTTP_ADDRESS),
        values.whole(ProxySetting.HTTP_PORT),
        values.value(ProxySetting.HTTP_TRUSTED).map(Given::text).map(SettingType.Several::split).orElse(List.of()),
        values.value(ProxySetting.PUBLIC_URL).map(Given::text).map(SettingType.Several::split).orElse(List.of()).stream()
            .map(SettingType.Origin::parse)
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new)),
        LoginAssembly.login(values),
        new ProxySettings.Limits(
            values.whole(ProxySetting.LIMITS_PER_USER),
            values.whole(ProxySetting.LIMITS_PER_VM),
            values.whole(ProxySetting.LIMITS_PER_HOST),
            values.whole(ProxySetting.LIMITS_ALL),
            values.span(ProxySetting.LIMITS_IDLE),
            values.span(ProxySetting.LIMITS_ABSOLUTE),
            Math.toIntExact(SettingType.Size.bytes(values.text(ProxySetting.LIMITS_CLIPBOARD)))),
        values.value(ProxySetting.AUDIT_TOKEN).map(Given::text),
        Locale.of(values.text(ProxySetting.LANGUAGE)),
        values.span(ProxySetting.AUDIT_RETENTION));
  }
}
