package io.pvefleet.process.cli;

import io.pvefleet.process.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Options of a command that are settings, so that help, file and variables agree. */
public final class SettingOptions {
  private SettingOptions() {}

  /** Adds an option for every setting that has one. */
  public static void add(CommandSpec command, List<? extends Setting> settings) {
    for (Setting setting : settings) {
      if (isOption(setting)) {
        command.addOption(
            OptionSpec.builder(setting.option())
                .paramLabel(setting.placeholder())
                .type(String.class)
                .arity("1")
                .description(description(setting))
                .build());
      }
    }
  }

  /** What the options were given. */
  public static Map<Setting, String> given(ParseResult parsed, List<? extends Setting> settings) {
    Map<Setting, String> given = new LinkedHashMap<>();
    for (Setting setting : settings) {
      String value = isOption(setting) ? parsed.matchedOptionValue(setting.option(), "") : "";
      if (!value.isEmpty()) {
        given.put(setting, value);
      }
    }
    return given;
  }

  private static boolean isOption(Setting setting) {
    return setting.option().startsWith("--");
  }

  private static String description(Setting setting) {
    String fallback = setting.fallback().isEmpty() ? "" : " Default: " + setting.fallback() + ".";
    return setting.description().replace("`", "") + fallback + " " + setting.variable();
  }
}
