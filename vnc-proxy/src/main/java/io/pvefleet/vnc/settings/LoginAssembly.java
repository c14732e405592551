package io.pvefleet.vnc.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.process.settings.Given;
import io.pvefleet.process.settings.GivenValues;
import io.pvefleet.process.settings.SettingType;
import io.pvefleet.process.settings.SettingsCodes;
import io.pvefleet.vnc.settings.ProxySettings.Login;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The way to log in, put together from the settings of the method that was chosen. */
final class LoginAssembly {
  private static final String USERS = "users";
  private static final String OIDC = "oidc";
  private static final String HEADER = "header";

  private static final Map<String, Set<ProxySetting>> OF_METHOD =
      Map.of(
          USERS, EnumSet.of(ProxySetting.LOGIN_USERS),
          OIDC, EnumSet.of(ProxySetting.OIDC_ISSUER, ProxySetting.OIDC_CLIENT_ID, ProxySetting.OIDC_CLIENT_SECRET,
              ProxySetting.OIDC_GROUPS_CLAIM),
          HEADER, EnumSet.of(ProxySetting.HEADER_NAME, ProxySetting.HEADER_GROUPS, ProxySetting.HEADER_TRUSTED));

  private LoginAssembly() {}

  static List<Diagnostic> faults(GivenValues values) {
    Diagnostics faults = new Diagnostics();
    Optional<Given> chosen = values.value(ProxySetting.LOGIN_METHOD);
    // Where the method itself was refused, nobody can say what belongs to it.
    chosen.ifPresent(method -> {
      foreign(values, method, faults);
      switch (method.text()) {
        case USERS -> users(values, faults);
        case OIDC -> oidc(values, method, faults);
        default -> missing(values, method, ProxySetting.HEADER_TRUSTED, faults);
      }
    });
    return faults.sorted();
  }

  static Login login(GivenValues values) {
    return switch (values.text(ProxySetting.LOGIN_METHOD)) {
      case USERS -> new Login.Users(values.value(ProxySetting.LOGIN_USERS).orElseThrow().asPath());
      case OIDC ->
          new Login.Oidc(
              URI.create(values.text(ProxySetting.OIDC_ISSUER)), values.text(ProxySetting.OIDC_CLIENT_ID),
              values.text(ProxySetting.OIDC_CLIENT_SECRET), values.text(ProxySetting.OIDC_GROUPS_CLAIM));
      default ->
          new Login.Header(
              values.text(ProxySetting.HEADER_NAME), values.text(ProxySetting.HEADER_GROUPS),
              SettingType.Several.split(values.text(ProxySetting.HEADER_TRUSTED)));
    };
  }

  /** Whoever sets up one method and gets another would believe doors shut that are open. */
  private static void foreign(GivenValues values, Given method, Diagnostics faults) {
    OF_METHOD.forEach((name, settings) -> settings.stream()
        .filter(_ -> !name.equals(method.text()))
        .flatMap(setting -> values.value(setting).stream())
        .filter(given -> !(given.origin() instanceof Given.Origin.Fallback))
        .map(given -> given.error(SettingsCodes.MISFIT,
            given.setting().path() + " is set, but login.method is " + method.text() + ".",
            "Set login.method to " + name + ", or remove " + given.setting().path() + "."))
        .forEach(faults::add));
  }

  private static void users(GivenValues values, Diagnostics faults) {
    values.value(ProxySetting.LOGIN_USERS).ifPresent(given -> {
      Path file = given.asPath();
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        faults.add(given.error(SettingsCodes.MISFIT, "The file of users " + file + " does not exist or may not be read.",
            "Make it with: pvefleet console user NAME >> " + file + " and let only the user who runs the proxy read it."));
      }
    });
  }

  private static void oidc(GivenValues values, Given method, Diagnostics faults) {
    missing(values, method, ProxySetting.OIDC_ISSUER, faults);
    missing(values, method, ProxySetting.OIDC_CLIENT_ID, faults);
    missing(values, method, ProxySetting.OIDC_CLIENT_SECRET, faults);
    values.value(ProxySetting.OIDC_CLIENT_SECRET).flatMap(values::missingSecret).ifPresent(faults::add);
    values.value(ProxySetting.OIDC_ISSUER).filter(issuer -> !isSafe(URI.create(issuer.text())))
        .ifPresent(issuer -> faults.add(issuer.error(SettingsCodes.MISFIT,
            "The issuer is asked over http, where anybody on the way could name any person.", "Use its https address.")));
  }

  /** Plain http does for an issuer on this machine only. */
  private static boolean isSafe(URI issuer) {
    if (issuer.getScheme().equalsIgnoreCase("https") || issuer.getHost().equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(issuer.getHost().replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void missing(GivenValues values, Given method, ProxySetting setting, Diagnostics faults) {
    if (values.value(setting).isEmpty() && !values.isRefused(setting)) {
      faults.add(method.error(SettingsCodes.MISFIT, "login.method " + method.text() + " needs " + setting.path() + ".",
          "Set " + setting.path() + "; docs/configuration.md says to what."));
    }
  }
}
