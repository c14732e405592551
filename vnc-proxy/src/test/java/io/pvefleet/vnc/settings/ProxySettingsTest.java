package io.pvefleet.vnc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.process.settings.SettingsFault;
import io.pvefleet.process.settings.SettingsReader;
import io.pvefleet.process.settings.SettingsSources;
import io.pvefleet.vnc.settings.ProxySettings.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting of the proxy by every way, and what does not fit together. Words and places are tested where the daemon's are. */
class ProxySettingsTest {
  private static final String SECRET = "hunter2-hunter2";

  @TempDir Path top;

  /** A value other than the default, what becomes of it, and a value that is refused; other settings that it needs beside it. */
  private record Sample(
      String value, Function<ProxySettings, Object> reads, Object expected, String wrong, String code, Map<ProxySetting, String> beside) {}

  private final Map<ProxySetting, Sample> samples = new EnumMap<>(ProxySetting.class);
  private final Map<ProxySetting, String> options = new EnumMap<>(ProxySetting.class);
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(top.resolve(".git"));
    Files.createDirectories(top.resolve("one/.git"));
    Files.writeString(top.resolve("users"), "");
    Files.writeString(top.resolve("others"), "");
    environment.put("HOME", top.toString());
    environment.put("A_TOKEN", SECRET);
    environment.put("PVEFLEET_CONSOLE_LOGIN_USERS", "users");
    Map<ProxySetting, String> oidc =
        Map.of(ProxySetting.LOGIN_METHOD, "oidc", ProxySetting.OIDC_ISSUER, "https://id.example.org/realms/ops",
            ProxySetting.OIDC_CLIENT_ID, "consoles", ProxySetting.OIDC_CLIENT_SECRET, "env:A_TOKEN");
    Map<ProxySetting, String> header = Map.of(ProxySetting.LOGIN_METHOD, "header", ProxySetting.HEADER_TRUSTED, "127.0.0.1");
    add(ProxySetting.GIT_URL, "one", s -> s.git().url(), top.resolve("one").toString(), "three");
    add(ProxySetting.GIT_BRANCH, "production", s -> s.git().branch(), "production", "two words");
    add(ProxySetting.GIT_FOLDER, "fleets/a", s -> s.git().folder(), "fleets/a", "a\nb");
    add(ProxySetting.GIT_CREDENTIALS, "env:A_TOKEN", s -> s.git().credentialsRef().orElseThrow(), "env:A_TOKEN", SECRET);
    add(ProxySetting.GIT_USER, "oauth2", s -> s.git().user(), "oauth2", "a:b");
    add(ProxySetting.GIT_KNOWN_HOSTS, "hosts", s -> s.git().knownHosts().orElseThrow(), top.resolve("hosts"), "a\0b");
    add(ProxySetting.GIT_POLL, "5m", s -> s.git().poll(), Duration.ofMinutes(5), "0s");
    add(ProxySetting.STATE, "state", ProxySettings::state, top.resolve("state"), "a\0b");
    add(ProxySetting.HTTP_ADDRESS, "0.0.0.0", ProxySettings::address, "0.0.0.0", "http://here");
    add(ProxySetting.HTTP_PORT, "8090", ProxySettings::port, 8090, "80800");
    add(ProxySetting.HTTP_TRUSTED, "127.0.0.1, fd00::/8", ProxySettings::trustedProxies, List.of("127.0.0.1", "fd00::/8"),
        "10.0.0.0/33");
    add(ProxySetting.PUBLIC_URL, "https://Console.example.org:443/, http://127.0.0.1:8081", ProxySettings::publicUrls,
        Set.of(URI.create("https://console.example.org"), URI.create("http://127.0.0.1:8081")), "https://a.example.org/consoles");
    add(ProxySetting.LOGIN_METHOD, "header", ProxySettings::login,
        new Login.Header("X-Forwarded-User", "X-Forwarded-Groups", List.of("127.0.0.1")), "password", header);
    add(ProxySetting.LOGIN_USERS, "others", ProxySettings::login, new Login.Users(top.resolve("others")), "a\0b");
    add(ProxySetting.OIDC_ISSUER, "https://id.example.org", s -> oidc(s).issuer(), URI.create("https://id.example.org"), "id", oidc);
    add(ProxySetting.OIDC_CLIENT_ID, "c", s -> oidc(s).clientId(), "c", "a b", oidc);
    add(ProxySetting.OIDC_CLIENT_SECRET, "file:" + top.resolve("one.secret"), s -> oidc(s).clientSecretRef(),
        "file:" + top.resolve("one.secret"), SECRET, oidc);
    Files.writeString(top.resolve("one.secret"), SECRET);
    add(ProxySetting.OIDC_GROUPS_CLAIM, "roles", s -> oidc(s).groupsClaim(), "roles", "a b", oidc);
    add(ProxySetting.HEADER_NAME, "Remote-User", s -> header(s).name(), "Remote-User", "Remote User", header);
    add(ProxySetting.HEADER_GROUPS, "Remote-Groups", s -> header(s).groupsName(), "Remote-Groups", "Remote:Groups", header);
    add(ProxySetting.HEADER_TRUSTED, "10.0.0.0/24,::1", s -> header(s).trustedProxies(), List.of("10.0.0.0/24", "::1"), "proxy.local",
        header);
    add(ProxySetting.LIMITS_PER_USER, "3", s -> s.limits().perUser(), 3, "0");
    add(ProxySetting.LIMITS_PER_VM, "3", s -> s.limits().perVm(), 3, "0");
    add(ProxySetting.LIMITS_PER_HOST, "3", s -> s.limits().perHost(), 3, "91");
    add(ProxySetting.LIMITS_ALL, "3", s -> s.limits().all(), 3, "0");
    add(ProxySetting.LIMITS_IDLE, "1h", s -> s.limits().idle(), Duration.ofHours(1), "0s");
    add(ProxySetting.LIMITS_ABSOLUTE, "1h", s -> s.limits().absolute(), Duration.ofHours(1), "1s");
    add(ProxySetting.LIMITS_CLIPBOARD, "1MiB", s -> s.limits().clipboardBytes(), 1 << 20, "1GiB");
    add(ProxySetting.AUDIT_TOKEN, "env:A_TOKEN", s -> s.auditTokenRef().orElseThrow(), "env:A_TOKEN", SECRET);
    add(ProxySetting.AUDIT_RETENTION, "30d", ProxySettings::retention, Duration.ofDays(30), "0d");
    add(ProxySetting.LANGUAGE, "ko", ProxySettings::locale, Locale.KOREAN, "fr");
  }

  @Test
  void everySettingIsTestedHere() {
    assertThat(samples.keySet()).containsExactlyInAnyOrder(ProxySetting.values());
  }

  @Test
  void withoutAnythingTheDefaultsOfTheProxyHold() {
    ProxySettings plain = read("");
    assertThat(plain).isEqualTo(ProxySettings.of(
        RepositorySettings.of(top.toString()), plain.state(), new Login.Users(top.resolve("users"))));
    assertThat(plain.state().toString()).startsWith(top.resolve(".local/state/pvefleet-console").toString());
  }

  @Test
  void everySettingIsReadFromTheFile() {
    samples.forEach((setting, sample) -> {
      environmentFor(setting, sample);
      assertThat(sample.reads().apply(read(yaml(setting, sample.value())))).as(setting.path()).isEqualTo(sample.expected());
    });
  }

  @Test
  void everySettingIsReadFromItsVariableAndItsOption() {
    samples.forEach((setting, sample) -> {
      environmentFor(setting, sample);
      environment.put(setting.variable(), sample.value());
      assertThat(sample.reads().apply(read(""))).as(setting.variable()).isEqualTo(sample.expected());
      environment.remove(setting.variable());
      if (!setting.option().isEmpty()) {
        options.put(setting, sample.value());
        assertThat(sample.reads().apply(read(""))).as(setting.option()).isEqualTo(sample.expected());
        options.clear();
      }
    });
  }

  @Test
  void everyWrongValueIsTheOnlyMistakeThatIsSaid() {
    samples.forEach((setting, sample) -> {
      environmentFor(setting, sample);
      List<Diagnostic> faults = faults(yaml(setting, sample.wrong()));
      assertThat(faults).as(setting.path()).extracting(d -> d.code().id()).containsExactly(sample.code());
      assertThat(faults.getFirst().place()).as(setting.path()).isPresent();
    });
  }

  @Test
  void listsAreListsInTheFile() {
    assertThat(read("publicUrl: [https://a.example.org, https://b.example.org]\n").publicUrls())
        .containsExactlyInAnyOrder(URI.create("https://a.example.org"), URI.create("https://b.example.org"));
    assertThat(faults("publicUrl: [https://a.example.org, {}]\n")).extracting(d -> d.code().id()).containsExactly("PVF-0522");
    assertThat(faults("publicUrl: []\n")).extracting(d -> d.code().id()).containsExactly("PVF-0522");
  }

  @Test
  void aWayToLogInNeedsAllOfItsSettings() {
    assertThat(faults("login: {method: oidc}\n")).extracting(Diagnostic::detail)
        .anySatisfy(d -> assertThat(d).contains("needs oidc.issuer"))
        .anySatisfy(d -> assertThat(d).contains("needs oidc.clientId"))
        .anySatisfy(d -> assertThat(d).contains("needs oidc.clientSecret"));
    environment.remove("PVEFLEET_CONSOLE_LOGIN_USERS");
    assertThat(faults("login: {method: header}\n")).extracting(Diagnostic::detail)
        .containsExactly("login.method header needs header.trustedProxies.");
    assertThat(faults("")).singleElement()
        .satisfies(d -> assertThat(d.remedy()).contains("pvefleet console user NAME >> /etc/pvefleet/console-users"));
  }

  @Test
  void settingsOfAnotherWayToLogInAreRefused() {
    assertThat(faults("oidc: {issuer: https://id.example.org}\n")).extracting(Diagnostic::detail)
        .containsExactly("oidc.issuer is set, but login.method is users.");
  }

  @Test
  void anIssuerIsAskedOverTls() {
    environment.remove("PVEFLEET_CONSOLE_LOGIN_USERS");
    String oidc = "login: {method: oidc}\noidc: {issuer: \"%s\", clientId: c, clientSecret: env:A_TOKEN}\n";
    assertThat(faults(oidc.formatted("http://id.example.org"))).extracting(d -> d.code().id()).containsExactly("PVF-0524");
    assertThat(read(oidc.formatted("http://127.0.0.1:9000")).login()).isInstanceOf(Login.Oidc.class);
  }

  @Test
  void noSecretIsRepeatedHoweverItIsMisplaced() {
    for (String yaml : List.of(
        "audit: {token: %s}", "audit: {token: [%s]}", "oidc: {clientSecret: %s}", "publicUrl: https://u:%s@a.example.org",
        "publicUrl: [\"https://u:%s@a.example.org\"]", "{oidc: {issuer: \"https://u:%s@id.example.org\", groupsClaim: a b}}",
        "audit: %s", "audit: {tokn: %s}")) {
      SettingsFault fault = catchThrowableOfType(SettingsFault.class, () -> read(yaml.replace("%s", SECRET)));
      assertThat(DiagnosticText.render(fault.diagnostics(), fault.sources(), Colour.NEVER) + fault.getMessage())
          .as(yaml).contains("PVF-05").doesNotContain(SECRET);
    }
  }

  @Test
  void variablesOfTheDaemonAreNoMisspelling() {
    List.of("URL", "API", "TOKEN").forEach(name -> environment.put("PVEFLEET_CONSOLE_" + name, "x"));
    assertThat(read("").port()).isEqualTo(ProxySettings.DEFAULT_PORT);
    environment.put("PVEFLEET_CONSOLE_PUBLIC_ULR", "x");
    assertThat(faults("")).singleElement().satisfies(d -> assertThat(d.remedy()).contains("PVEFLEET_CONSOLE_PUBLIC_URL"));
  }

  private void add(ProxySetting setting, String value, Function<ProxySettings, Object> reads, Object expected, String wrong) {
    add(setting, value, reads, expected, wrong, Map.of());
  }

  private void add(
      ProxySetting setting, String value, Function<ProxySettings, Object> reads, Object expected, String wrong,
      Map<ProxySetting, String> beside) {
    samples.put(setting, new Sample(value, reads, expected, wrong, wrong.equals(SECRET) ? "PVF-0523" : "PVF-0522", beside));
  }

  private static Login.Oidc oidc(ProxySettings settings) {
    return (Login.Oidc) settings.login();
  }

  private static Login.Header header(ProxySettings settings) {
    return (Login.Header) settings.login();
  }

  private void environmentFor(ProxySetting setting, Sample sample) {
    for (ProxySetting any : ProxySetting.values()) {
      environment.remove(any.variable());
    }
    sample.beside().forEach((other, value) -> {
      if (other != setting) {
        environment.put(other.variable(), value);
      }
    });
    if (sample.beside().isEmpty() && setting != ProxySetting.LOGIN_USERS) {
      environment.put(ProxySetting.LOGIN_USERS.variable(), "users");
    }
  }

  private static String yaml(ProxySetting setting, String value) {
    String scalar = value.matches("[0-9]+") ? value : "\"" + value.replace("\0", "\\0").replace("\n", "\\n") + "\"";
    int dot = setting.path().indexOf('.');
    return dot < 0
        ? setting.path() + ": " + scalar + "\n"
        : setting.path().substring(0, dot) + ":\n  " + setting.path().substring(dot + 1) + ": " + scalar + "\n";
  }

  private ProxySettings read(String yaml) {
    try {
      Optional<Path> file = yaml.isEmpty() ? Optional.empty() : Optional.of(Files.writeString(top.resolve("console.yaml"), yaml));
      return SettingsReader.read(
          ProxySetting.ALL.withSystemFile(top.resolve("none.yaml")),
          new SettingsSources(options, file, environment::get, environment.keySet(), top),
          new ProxyAssembly());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Diagnostic> faults(String yaml) {
    return catchThrowableOfType(SettingsFault.class, () -> read(yaml)).diagnostics();
  }
}
