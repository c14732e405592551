package io.pvefleet.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.app.store.Retention;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.process.settings.SettingsFault;
import io.pvefleet.process.settings.SettingsReader;
import io.pvefleet.process.settings.SettingsSources;
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
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting by every way, and everything that can be wrong with one. */
class SettingsReaderTest {
  private static final String SECRET = "hunter2-hunter2";

  @TempDir Path top;

  /**
   * A setting's value other than the default, another for who overrides it, what becomes of the two, and a value that is refused.
   */
  private record Sample(
      String value, String other, Function<DaemonSettings, Object> reads, Object expected, Object expectedOther, String wrong,
      String code) {}

  private final Map<DaemonSetting, Sample> samples = new EnumMap<>(DaemonSetting.class);
  private final Map<DaemonSetting, String> options = new EnumMap<>(DaemonSetting.class);
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(top.resolve(".git"));
    Files.createDirectories(top.resolve("one/.git"));
    Files.createDirectories(top.resolve("two/.git"));
    Files.writeString(top.resolve("key"), SECRET);
    Files.writeString(top.resolve("hosts"), "git.example.org ssh-ed25519 AAAA");
    environment.put("HOME", top.toString());
    environment.put("A_TOKEN", SECRET);
    environment.put("B_TOKEN", SECRET);
    add(DaemonSetting.GIT_URL, "one", "two", s -> s.git().url(), top.resolve("one").toString(), top.resolve("two").toString(),
        "three", "PVF-0522");
    add(DaemonSetting.GIT_BRANCH, "production", "HEAD", s -> s.git().branch(), "production", "HEAD", "two words", "PVF-0522");
    add(DaemonSetting.GIT_FOLDER, "fleets/a", "fleets/b", s -> s.git().folder(), "fleets/a", "fleets/b", "a\nb", "PVF-0522");
    add(DaemonSetting.GIT_CREDENTIALS, "env:A_TOKEN", "env:B_TOKEN", s -> s.git().credentialsRef().orElseThrow(), "env:A_TOKEN",
        "env:B_TOKEN", SECRET, "PVF-0523");
    add(DaemonSetting.GIT_USER, "oauth2", "x-token-auth", s -> s.git().user(), "oauth2", "x-token-auth", "a:b", "PVF-0522");
    add(DaemonSetting.GIT_KNOWN_HOSTS, "hosts", "/etc/hosts", s -> s.git().knownHosts().orElseThrow(), top.resolve("hosts"),
        Path.of("/etc/hosts"), "a\0b", "PVF-0522");
    add(DaemonSetting.GIT_POLL, "5m", "2h", s -> s.git().poll(), Duration.ofMinutes(5), Duration.ofHours(2), "0s", "PVF-0522");
    add(DaemonSetting.GIT_WEB, "https://git.example.org/{path}/{commit}/{file}#{line}", "gitea", s -> s.gitWeb(),
        "https://git.example.org/{path}/{commit}/{file}#{line}", "gitea", "javascript:{path}", "PVF-0522");
    add(DaemonSetting.STATE, "state", "/var/lib/pvefleet", s -> s.state(), top.resolve("state"), Path.of("/var/lib/pvefleet"),
        "a\0b", "PVF-0522");
    add(DaemonSetting.HTTP_ADDRESS, "127.0.0.1", "::1", s -> s.address(), "127.0.0.1", "::1", "http://here", "PVF-0522");
    add(DaemonSetting.HTTP_PORT, "8090", "0", s -> s.port(), 8090, 0, "80800", "PVF-0522");
    add(DaemonSetting.URL, "https://fleet.example.org/", "http://fleet:8080", s -> s.url().orElseThrow(),
        URI.create("https://fleet.example.org"), URI.create("http://fleet:8080"), "fleet.example.org/pages", "PVF-0522");
    add(DaemonSetting.HOOK_SECRET, "env:A_TOKEN", "env:B_TOKEN", s -> s.hookSecretRef().orElseThrow(), "env:A_TOKEN", "env:B_TOKEN",
        SECRET, "PVF-0523");
    add(DaemonSetting.MODE, "observe", "enforce", s -> s.mode(), DaemonSettings.Mode.OBSERVE, DaemonSettings.Mode.ENFORCE, "watch",
        "PVF-0522");
    add(DaemonSetting.HOSTS_AT_ONCE, "8", "128", s -> s.hostsAtOnce(), 8, 128, "many", "PVF-0522");
    add(DaemonSetting.CONSOLE_URL, "https://console.example.org/", "HTTP://127.0.0.1:8081", s -> s.console().orElseThrow().url(),
        URI.create("https://console.example.org"), URI.create("http://127.0.0.1:8081"), "https://console.example.org/pages", "PVF-0522");
    add(DaemonSetting.CONSOLE_API, "http://10.0.0.7:8081", "http://console:80", s -> s.console().orElseThrow().api(),
        URI.create("http://10.0.0.7:8081"), URI.create("http://console"), "console:8081", "PVF-0522");
    add(DaemonSetting.CONSOLE_TOKEN, "env:A_TOKEN", "env:B_TOKEN", s -> s.console().orElseThrow().tokenRef().orElseThrow(),
        "env:A_TOKEN", "env:B_TOKEN", SECRET, "PVF-0523");
    add(DaemonSetting.LANGUAGE, "ko", "en", s -> s.locale(), Locale.KOREAN, Locale.ENGLISH, "fr", "PVF-0522");
    add(DaemonSetting.RETENTION_EVENTS, "30d", "12h", s -> s.retention().events(), Duration.ofDays(30), Duration.ofHours(12), "0d",
        "PVF-0522");
    add(DaemonSetting.RETENTION_RUNS, "7d", "90m", s -> s.retention().runs(), Duration.ofDays(7), Duration.ofMinutes(90), "10y",
        "PVF-0522");
  }

  @Test
  void everySettingIsTestedHere() {
    assertThat(samples.keySet()).containsExactlyInAnyOrder(DaemonSetting.values());
    assertThat(DaemonSettings.class.getRecordComponents().length + RepositorySettings.class.getRecordComponents().length
        + Retention.class.getRecordComponents().length + DaemonSettings.Console.class.getRecordComponents().length - 3)
        .as("each property of the daemon has a setting").isEqualTo(DaemonSetting.values().length);
  }

  @Test
  void withoutAnythingTheDefaultsOfTheDaemonHold() {
    DaemonSettings plain = read(Optional.empty());
    assertThat(plain).isEqualTo(DaemonSettings.of(RepositorySettings.of(top.toString()), plain.state()));
    assertThat(plain.state().toString()).startsWith(top.resolve(".local/state/pvefleet").toString());
  }

  @Test
  void everySettingIsReadFromTheFile() throws IOException {
    for (DaemonSetting setting : DaemonSetting.values()) {
      Sample sample = samples.get(setting);
      assertThat(sample.reads().apply(read(file(setting, sample.value())))).as(setting.path()).isEqualTo(sample.expected());
    }
  }

  @Test
  void everyVariableBeatsTheFileAndEveryOptionBeatsTheVariable() throws IOException {
    for (DaemonSetting setting : DaemonSetting.values()) {
      Sample sample = samples.get(setting);
      Optional<Path> file = file(setting, sample.value());
      environment.put(setting.variable(), sample.other());
      assertThat(sample.reads().apply(read(file))).as(setting.variable()).isEqualTo(sample.expectedOther());
      if (!setting.option().isEmpty()) {
        options.put(setting, sample.value());
        assertThat(sample.reads().apply(read(file))).as(setting.option()).isEqualTo(sample.expected());
        options.clear();
      }
      environment.put(setting.variable(), " ");
      assertThat(sample.reads().apply(read(file))).as("empty %s is none", setting.variable()).isEqualTo(sample.expected());
      environment.remove(setting.variable());
    }
  }

  @Test
  void everyWrongValueIsRefusedWhereverItStands() throws IOException {
    for (DaemonSetting setting : DaemonSetting.values()) {
      Sample sample = samples.get(setting);
      List<Diagnostic> inFile = faults(file(setting, sample.wrong()));
      assertThat(inFile).as(setting.path()).extracting(d -> d.code().id()).containsExactly(sample.code());
      assertThat(inFile.getFirst().place()).as(setting.path()).isPresent();
      environment.put(setting.variable(), sample.wrong());
      List<Diagnostic> inVariable = faults(Optional.empty());
      assertThat(inVariable).as(setting.variable()).extracting(d -> d.code().id()).containsExactly(sample.code());
      assertThat(inVariable.getFirst().detail()).startsWith(setting.variable() + ": ");
      environment.remove(setting.variable());
    }
  }

  @Test
  void everythingWrongIsSaidAtOnceWithItsPlace() throws IOException {
    Path file = Files.writeString(top.resolve("pvefleet.yaml"), """
        mode: obsrve
        http:
          port: 80800
          adress: 127.0.0.1
        hook:
          secret: %s
        """.formatted(SECRET));
    environment.put("PVEFLEET_GIT_POLL", "often");
    environment.put("PVEFLEET_MOD", "observe");
    environment.put("PVEFLEET_TOKEN_OF_SEOUL", SECRET);
    String text = text(Optional.of(file));
    assertThat(text)
        .contains(file + ":1:7  mode\n", "Did you mean \"observe\"?")
        .contains(file + ":3:9  http.port\n", "80800 is out of range")
        .contains(file + ":4:3  http.adress\n", "Did you mean \"address\"?")
        .contains(file + ":6:11  hook.secret\n")
        .contains("PVEFLEET_GIT_POLL: \"often\" is no duration.")
        .contains("The variable PVEFLEET_MOD is no setting.", "Did you mean PVEFLEET_MODE?")
        .doesNotContain("TOKEN_OF_SEOUL");
    assertThat(text.lines().filter(line -> line.startsWith("error PVF-05"))).hasSize(6);
  }

  @Test
  void noSecretIsRepeatedHoweverItIsMisplaced() throws IOException {
    for (String yaml : List.of(
        "hook: {secret: %s}", "hook:\n  secret: [%s]", "hook: %s", "hook: {secrt: %s}", "secret: %s", "hook: {secret: \"%s}",
        "hook: {secret: %s, secret: %s}", "http: {port: 99999}\ngit: {url: \"https://u:%s@git.example.org/f\", poll: 0s}",
        "git: https://u:%s@git.example.org/f", "%s", "hook:\n\tsecret: %s", "git: {url: \"https://u:%s@h/f\", branch: a b}")) {
      Path file = Files.writeString(top.resolve("leak.yaml"), yaml.replace("%s", SECRET));
      assertThat(text(Optional.of(file))).as(yaml).contains("error PVF-05").doesNotContain(SECRET);
    }
    for (DaemonSetting setting : List.of(DaemonSetting.HOOK_SECRET, DaemonSetting.GIT_CREDENTIALS)) {
      options.put(setting, SECRET);
      assertThat(text(Optional.empty())).contains("error PVF-0523", setting.option() + ": ").doesNotContain(SECRET);
      options.clear();
    }
    environment.put("PVEFLEET_GIT_URL", "https://" + SECRET + ":x@git.example.org/fleet.git");
    assertThat(text(Optional.empty())).contains("error PVF-0523").doesNotContain(SECRET);
  }

  @Test
  void referenceToNothingIsFoundAtTheStart() {
    options.put(DaemonSetting.HOOK_SECRET, "env:NOT_SET");
    options.put(DaemonSetting.GIT_CREDENTIALS, "file:" + top.resolve("none"));
    assertThat(faults(Optional.empty())).extracting(d -> d.code().id()).containsExactly("PVF-0525", "PVF-0525");
  }

  @Test
  void sshNeedsAKeyThatIsAFileAndServersThatAreKnown() {
    options.put(DaemonSetting.GIT_URL, "git@git.example.org:ops/fleet.git");
    assertThat(faults(Optional.empty())).extracting(d -> d.code().id()).containsExactly("PVF-0524");
    options.put(DaemonSetting.GIT_CREDENTIALS, "env:A_TOKEN");
    assertThat(faults(Optional.empty())).extracting(d -> d.code().id()).containsExactly("PVF-0524");
    options.put(DaemonSetting.GIT_CREDENTIALS, "file:" + top.resolve("key"));
    assertThat(faults(Optional.empty())).extracting(Diagnostic::detail).singleElement().asString().contains("known_hosts");
    options.put(DaemonSetting.GIT_KNOWN_HOSTS, "hosts");
    assertThat(read(Optional.empty()).git().url()).isEqualTo("git@git.example.org:ops/fleet.git");
  }

  @Test
  void partsOfTheConsoleNeedItsAddress() {
    environment.put("PVEFLEET_CONSOLE_API", "http://127.0.0.1:8081");
    environment.put("PVEFLEET_CONSOLE_TOKEN", "env:A_TOKEN");
    assertThat(faults(Optional.empty())).extracting(d -> d.code().id()).containsExactly("PVF-0524", "PVF-0524");
    environment.put("PVEFLEET_CONSOLE_URL", "https://console.example.org");
    assertThat(read(Optional.empty()).console()).hasValue(new DaemonSettings.Console(
        URI.create("https://console.example.org"), URI.create("http://127.0.0.1:8081"), Optional.of("env:A_TOKEN")));
    environment.remove("PVEFLEET_CONSOLE_API");
    assertThat(read(Optional.empty()).console().orElseThrow().api()).isEqualTo(URI.create("https://console.example.org"));
  }

  @Test
  void variablesOfTheConsoleProxyAreNoMisspelling() {
    environment.put("PVEFLEET_CONSOLE_GIT_URL", "https://git.example.org/fleet.git");
    assertThat(read(Optional.empty()).console()).isEmpty();
  }

  @Test
  void namedFileMustBeThereAndTheOneOfTheSystemMayBe() throws IOException {
    assertThat(faults(Optional.of(top.resolve("none.yaml")))).extracting(d -> d.code().id()).containsExactly("PVF-0520");
    environment.put(DaemonSetting.ALL.fileVariable(), "none.yaml");
    assertThat(faults(Optional.empty())).extracting(d -> d.code().id()).containsExactly("PVF-0520");
    environment.remove(DaemonSetting.ALL.fileVariable());
    Files.writeString(system(), "mode: observe\n");
    assertThat(read(Optional.empty()).mode()).isEqualTo(DaemonSettings.Mode.OBSERVE);
    environment.put(DaemonSetting.ALL.fileVariable(), Files.writeString(top.resolve("mine.yaml"), "language: ko\n").toString());
    assertThat(read(Optional.empty()).mode()).isEqualTo(DaemonSettings.Mode.ENFORCE);
    assertThat(read(Optional.of(Files.writeString(top.resolve("empty.yaml"), "# nothing\n"))).locale()).isEqualTo(Locale.ENGLISH);
  }

  private void add(
      DaemonSetting setting, String value, String other, Function<DaemonSettings, Object> reads, Object expected, Object expectedOther,
      String wrong, String code) {
    samples.put(setting, new Sample(value, other, reads, expected, expectedOther, wrong, code));
  }

  private Path system() {
    return top.resolve("system.yaml");
  }

  private Optional<Path> file(DaemonSetting setting, String value) throws IOException {
    boolean isNumber = value.matches("[0-9]+");
    String scalar = isNumber ? value : "\"" + value.replace("\0", "\\0").replace("\n", "\\n") + "\"";
    int dot = setting.path().indexOf('.');
    String yaml =
        dot < 0
            ? setting.path() + ": " + scalar + "\n"
            : setting.path().substring(0, dot) + ":\n  " + setting.path().substring(dot + 1) + ": " + scalar + "\n"
                + (setting == DaemonSetting.CONSOLE_API || setting == DaemonSetting.CONSOLE_TOKEN ? "  url: https://c.example.org\n" : "");
    return Optional.of(Files.writeString(top.resolve("settings.yaml"), yaml));
  }

  private DaemonSettings read(Optional<Path> file) {
    return SettingsReader.read(
        DaemonSetting.ALL.withSystemFile(system()),
        new SettingsSources(options, file, environment::get, environment.keySet(), top),
        new DaemonAssembly());
  }

  private List<Diagnostic> faults(Optional<Path> file) {
    return catchThrowableOfType(SettingsFault.class, () -> read(file)).diagnostics();
  }

  private String text(Optional<Path> file) {
    SettingsFault fault = catchThrowableOfType(SettingsFault.class, () -> read(file));
    return DiagnosticText.render(fault.diagnostics(), fault.sources(), Colour.NEVER) + fault.getMessage();
  }
}
