package io.pvefleet.app.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion script for fish, which picocli does not write. */
final class FishCompletion {

  private FishCompletion() {}

  static String script(CommandLine line) {
    StringBuilder script = new StringBuilder("complete -c pvefleet -f\n");
    for (Map.Entry<String, CommandLine> command : line.getSubcommands().entrySet()) {
      String name = command.getKey();
      CommandLine.Model.CommandSpec spec = command.getValue().getCommandSpec();
      script.append("complete -c pvefleet -n __fish_use_subcommand -a ").append(name)
          .append(" -d ").append(quoted(first(spec.usageMessage().description()))).append('\n');
      for (OptionSpec option : spec.options()) {
        script.append("complete -c pvefleet -n '__fish_seen_subcommand_from ").append(name).append('\'');
        for (String text : option.names()) {
          script.append(text.startsWith("--") ? " -l " + text.substring(2) : " -s " + text.substring(1));
        }
        script.append(option.arity().max() > 0 ? " -r" : "").append(" -d ").append(quoted(first(option.description()))).append('\n');
      }
      for (PositionalParamSpec argument : spec.positionalParameters()) {
        script.append("complete -c pvefleet -n '__fish_seen_subcommand_from ").append(name).append('\'').append(words(argument))
            .append('\n');
      }
    }
    return script.toString();
  }

  /** Files, where no words are known. */
  private static String words(PositionalParamSpec argument) {
    Iterable<String> words = argument.completionCandidates();
    return words == null ? " -F" : " -a " + quoted(String.join(" ", words));
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
