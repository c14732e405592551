package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlFile;
import io.pvefleet.fleet.yaml.YamlLimits;
import io.pvefleet.fleet.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The file of settings, read and held against the list of settings.
 *
 * @param values of the settings that stand in it and have the right shape
 * @param faults everything that is wrong
 * @param content for excerpts
 */
record SettingsFile(Path path, Map<Setting, Given> values, List<Diagnostic> faults, byte[] content) {

  static SettingsFile read(SettingsList list, Path path) {
    byte[] content;
    try {
      if (Files.size(path) > YamlLimits.MAX_FILE_BYTES) {
        return unreadable(path, "The file " + path + " is too large to be a settings file.", "Name another file.");
      }
      content = Files.readAllBytes(path);
    } catch (NoSuchFileException _) {
      return unreadable(path, "The file " + path + " does not exist.", "Make it, or correct --config or " + list.fileVariable() + ".");
    } catch (IOException _) {
      return unreadable(path, "The file " + path + " cannot be read.",
          "Check that it is a file and that the user who runs pvefleet may read it.");
    }
    YamlFile yaml = YamlReader.read(path.toString(), content);
    Diagnostics faults = new Diagnostics();
    yaml.problems().forEach(p -> faults.error(SettingsCodes.BAD_FILE, p.place(), "", "", p.detail(), p.remedy()));
    Map<Setting, Given> values = new LinkedHashMap<>();
    for (int i = 0; i < yaml.documents().size(); i++) {
      Node root = yaml.documents().get(i);
      if (i > 0) {
        faults.error(SettingsCodes.BAD_FILE, root.place(), "", "", "The file has more than one document.",
            "Put all settings into one.");
      } else if (root instanceof Node.Mapping mapping) {
        ShapeChecker.check(list.shape(), mapping, "").forEach(found -> faults.add(ours(list, found)));
        values.putAll(values(list, path, mapping));
      } else {
        faults.error(SettingsCodes.BAD_FILE, root.place(), "", "", "The file holds no settings.",
            "Write keys and values, for example \"mode: observe\".");
      }
    }
    return new SettingsFile(path, values, faults.sorted(), content);
  }

  /**
   * Lines for excerpts: only those of a bad value of a known setting, and only where nothing else on the line may be secret. Whoever
   * misspells the key of a secret, or breaks the YAML around it, must not find it in a log.
   */
  Sources sources() {
    Set<Integer> shown = new TreeSet<>();
    faults.stream().filter(SettingsFile::isHarmless).flatMap(d -> d.place().stream()).map(Place::line).forEach(shown::add);
    faults.stream().filter(d -> !isHarmless(d)).flatMap(d -> d.place().stream()).map(Place::line).forEach(shown::remove);
    values.values().stream()
        .filter(given -> given.setting().type().mayHoldSecret())
        .forEach(given -> {
          if (given.origin() instanceof Given.Origin.Line(Place place)) {
            shown.remove(place.line());
          }
        });
    Sources lines = Sources.of(Map.of(path.toString(), content));
    return (file, line) -> shown.contains(line) ? lines.line(file, line) : Optional.empty();
  }

  private static boolean isHarmless(Diagnostic fault) {
    return fault.code().equals(SettingsCodes.BAD_VALUE) && !fault.value().isEmpty();
  }

  private static SettingsFile unreadable(Path path, String detail, String remedy) {
    Diagnostic fault = Diagnostic.errorOfAll(SettingsCodes.BAD_FILE, path.toString(), detail, remedy);
    return new SettingsFile(path, Map.of(), List.of(fault), new byte[0]);
  }

  /** A finding of the shape's, in the words and codes of settings. */
  static Diagnostic ours(SettingsList list, Diagnostic found) {
    Optional<Setting> setting = Optional.empty();
    for (Setting one : list.settings()) {
      if (one.path().equals(found.yamlPath()) || found.yamlPath().startsWith(one.path() + "[")) {
        setting = Optional.of(one);
      }
    }
    if (found.code().equals(SchemaCodes.UNKNOWN_KEY)) {
      String detail = "\"" + found.yamlPath() + "\" is no setting.";
      return new Diagnostic(SettingsCodes.UNKNOWN, found.severity(), found.place(), found.yamlPath(), "", detail, found.remedy());
    }
    if (found.code().equals(Code.LITERAL_SECRET)) {
      return new Diagnostic(SettingsCodes.SECRET, found.severity(), found.place(), found.yamlPath(), "", found.detail(),
          "Write env:NAME, the variable that holds it, or file:/path, the file that holds it.");
    }
    if (setting.isEmpty()) {
      // A value where a group of settings belongs: it may be meant for any of them, a secret too.
      return new Diagnostic(SettingsCodes.BAD_VALUE, found.severity(), found.place(), found.yamlPath(), "",
          found.yamlPath() + " is a group of settings and takes no value of its own.",
          "Write its keys below it, as docs/configuration.md shows, or remove it.");
    }
    if (setting.get().type() instanceof SettingType.Span && found.code().equals(SchemaCodes.NOT_ALLOWED)) {
      return new Diagnostic(SettingsCodes.BAD_VALUE, found.severity(), found.place(), found.yamlPath(), found.value(),
          "\"" + found.value() + "\" is no duration.", "Write a number and s, m, h or d, for example 30s, 5m or 90d.");
    }
    String remedy = found.code().equals(SchemaCodes.NULL_NOT_ALLOWED) ? "Give it a value, or remove the key." : found.remedy();
    return new Diagnostic(
        SettingsCodes.BAD_VALUE, found.severity(), found.place(), found.yamlPath(), found.value(), found.detail(), remedy);
  }

  private static Map<Setting, Given> values(SettingsList list, Path path, Node.Mapping root) {
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
    Map<Setting, Given> values = new LinkedHashMap<>();
    for (Setting setting : list.settings()) {
      Optional<Node> node = Optional.of(root);
      for (String key : setting.path().split("\\.")) {
        node = node.flatMap(parent -> parent instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty());
      }
      node.ifPresent(found -> text(found).ifPresent(text ->
          values.put(setting, new Given(setting, text, new Given.Origin.Line(found.place()), folder))));
    }
    return values;
  }

  /** A list as options and variables write it. */
  private static Optional<String> text(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.isNull() ? Optional.empty() : Optional.of(scalar.text());
      case Node.Sequence sequence ->
          Optional.of(sequence.items().stream().flatMap(item -> text(item).stream()).collect(Collectors.joining(",")));
      case Node.Mapping _ -> Optional.empty();
    };
  }
}
