package io.pvefleet.process.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, the strongest first.
 *
 * @param options of the command line
 * @param file named by {@code --config}
 * @param environment {@code System::getenv}
 * @param variables names of all variables there are, to find those that are misspelt
 * @param folder that relative paths of options and variables start from
 */
public record SettingsSources(
    Map<? extends Setting, String> options, Optional<Path> file, Function<String, @Nullable String> environment, Set<String> variables,
    Path folder) {

  public SettingsSources {
    options = Map.copyOf(options);
    variables = Set.copyOf(variables);
  }

  /** Empty where it is not given. */
  String option(Setting setting) {
    String value = options.get(setting);
    return value == null ? "" : value.strip();
  }

  /** Empty where it is not set. */
  String variable(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.strip();
  }
}
