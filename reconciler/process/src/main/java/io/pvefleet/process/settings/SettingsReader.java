package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of a process: an option of the command line beats a variable of the environment, that beats the file, that beats the
 * default. Everything wrong is found before anything starts. Reads files, and secrets only to see that they are there.
 */
public final class SettingsReader {
  private final SettingsList list;
  private final SettingsSources sources;
  private final Diagnostics faults = new Diagnostics();
  private final Set<Setting> refused = new HashSet<>();

  private SettingsReader(SettingsList list, SettingsSources sources) {
    this.list = list;
    this.sources = sources;
  }

  /**
   * Reads and checks.
   *
   * @throws SettingsFault with everything that is wrong
   */
  public static <T> T read(SettingsList list, SettingsSources sources, Assembly<T> assembly) {
    return new SettingsReader(list, sources).read(assembly);
  }

  private <T> T read(Assembly<T> assembly) {
    Optional<SettingsFile> file = file().map(path -> SettingsFile.read(list, path));
    file.ifPresent(read -> {
      faults.addAll(read.faults());
      refuse(read.faults());
    });
    Map<Setting, Given> given = new LinkedHashMap<>();
    for (Setting setting : list.settings()) {
      strongest(setting, file).ifPresent(value -> given.put(setting, value));
    }
    misspeltVariables(given);
    given.values().forEach(this::check);
    given.keySet().removeAll(refused);
    GivenValues values = new GivenValues(given, refused, sources.environment());
    faults.addAll(assembly.faults(values));
    List<Diagnostic> wrong = faults.sorted();
    if (!wrong.isEmpty()) {
      throw new SettingsFault(wrong, file.map(SettingsFile::sources).orElseGet(Sources::none));
    }
    return assembly.settings(values);
  }

  /** The file that is named must be there; the one of the system may be. */
  private Optional<Path> file() {
    String named = sources.variable(list.fileVariable());
    return sources.file()
        .or(() -> named.isBlank() ? Optional.empty() : Optional.of(sources.folder().resolve(named)))
        .or(() -> Files.exists(list.systemFile()) ? Optional.of(list.systemFile()) : Optional.empty());
  }

  /** A refused value of the file is not checked again for its range. */
  private void refuse(List<Diagnostic> found) {
    for (Diagnostic fault : found) {
      list.settings().stream()
          .filter(setting -> setting.path().equals(fault.yamlPath()) || setting.path().startsWith(fault.yamlPath() + ".")
              || fault.yamlPath().startsWith(setting.path() + "["))
          .forEach(refused::add);
    }
  }

  /** An empty option or variable is as good as none: compose files and unit files leave them so. */
  private Optional<Given> strongest(Setting setting, Optional<SettingsFile> file) {
    String option = sources.option(setting);
    if (!option.isEmpty()) {
      refused.remove(setting);
      return Optional.of(new Given(setting, option, new Given.Origin.Named(setting.option()), sources.folder()));
    }
    String variable = sources.variable(setting.variable());
    if (!variable.isEmpty()) {
      refused.remove(setting);
      return Optional.of(new Given(setting, variable, new Given.Origin.Named(setting.variable()), sources.folder()));
    }
    Optional<Given> line = file.map(read -> read.values().get(setting));
    if (line.isPresent() || setting.fallback().isEmpty()) {
      return line;
    }
    return Optional.of(new Given(setting, setting.fallback(), new Given.Origin.Fallback(), sources.folder()));
  }

  private void check(Given given) {
    if (refused.contains(given.setting())) {
      return;
    }
    if (given.origin() instanceof Given.Origin.Named) {
      Setting setting = given.setting();
      // The shape wants a place; that of an option or a variable is its name, which the error gives.
      Node.Scalar scalar = new Node.Scalar(new Place("", 1, 1), type(given), given.text());
      for (Diagnostic found : ShapeChecker.check(setting.type().shape(setting.description()), scalar, setting.path())) {
        Diagnostic ours = SettingsFile.ours(list, found);
        faults.add(given.error(ours.code(), ours.detail(), ours.remedy()));
        refused.add(setting);
      }
    }
    if (!refused.contains(given.setting())) {
      given.setting().type().refuse(given.text()).ifPresent(refusal -> {
        faults.add(given.error(refusal.code(), refusal.detail(), refusal.remedy()));
        refused.add(given.setting());
      });
    }
  }

  private static Node.ScalarType type(Given given) {
    boolean isWhole = given.setting().type() instanceof SettingType.Whole && given.text().matches("-?[0-9]+");
    return isWhole ? Node.ScalarType.INTEGER : Node.ScalarType.STRING;
  }

  /**
   * {@code PVEFLEET_MOD=observe} would enforce: a variable that is nearly ours is an error. Others with the prefix may be tokens of
   * hosts, or what a container platform adds for a service of that name.
   */
  private void misspeltVariables(Map<Setting, Given> given) {
    Set<String> known = new HashSet<>(Set.of(list.fileVariable()));
    List<String> candidates = new ArrayList<>(List.of(list.fileVariable().substring(list.prefix().length())));
    for (Setting setting : list.settings()) {
      known.add(setting.variable());
      candidates.add(setting.variable().substring(list.prefix().length()));
    }
    sources.variables().forEach(name -> {
      if (name.startsWith(list.prefix()) && !known.contains(name)
          && list.othersPrefixes().stream().noneMatch(name::startsWith)
          && given.values().stream().noneMatch(one -> one.text().equals("env:" + name))) {
        DidYouMean.closest(name.substring(list.prefix().length()), candidates)
            .ifPresent(meant ->
                faults.add(Diagnostic.errorOfAll(SettingsCodes.UNKNOWN, name, "The variable " + name + " is no setting.",
                    "Did you mean " + list.prefix() + meant + "? If it is something else, give it a name that is less alike.")));
      }
    });
  }
}
