package io.pvefleet.app.settings;

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
 * @param systemFile read where no other file is named and it is there
 */
public record SettingsSources(
    Map<Setting, String> options, Optional<Path> file, Function<String, @Nullable String> environment, Set<String> variables,
    Path folder, Path systemFile) {

  /** Names the file. */
  public static final String FILE_VARIABLE = "PVEFLEET_CONFIG";

  /** Where packages put it. */
  public static final Path SYSTEM_FILE = Path.of("/etc/pvefleet/pvefleet.yaml");

  public SettingsSources {
    options = Map.copyOf(options);
    variables = Set.copyOf(variables);
  }

  /** Empty where it is not set. */
  String variable(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.strip();
  }
}
