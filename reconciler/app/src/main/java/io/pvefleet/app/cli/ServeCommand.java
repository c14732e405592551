package io.pvefleet.app.cli;

import io.pvefleet.app.daemon.Daemon;
import io.pvefleet.app.settings.DaemonAssembly;
import io.pvefleet.app.settings.DaemonSetting;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.SettingOptions;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.settings.Setting;
import io.pvefleet.process.settings.SettingsSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serve}. Its options are those settings that have one, so that help, file and variables agree. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the daemon and its pages until it is stopped.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "The variable in capitals after a description sets the same. So does a YAML",
      "file: --config, else PVEFLEET_CONFIG, else /etc/pvefleet/pvefleet.yaml.",
      "An option beats the variable, and that beats the file. Every setting, a unit",
      "file and webhooks: docs/configuration.md.",
      "",
      "Examples:",
      "  pvefleet serve                           the repository in this folder",
      "  pvefleet serve https://git.example.org/fleet.git --branch main",
      "  pvefleet serve --observe --address 127.0.0.1 --port 8090",
      "  pvefleet serve --config /etc/pvefleet/pvefleet.yaml"
    })
final class ServeCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "URL",
      description = "Git repository, URL or folder; default: this folder. PVEFLEET_GIT_URL")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings. PVEFLEET_CONFIG")
  private @Nullable String config;

  @Option(names = "--observe", description = "plan only, apply nothing, whatever the hosts' mode says; the same as --mode observe")
  private boolean isObserving;

  @Spec private @Nullable CommandSpec spec;

  private ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand(terminal));
    SettingOptions.add(spec, DaemonSetting.ALL.settings());
    return new CommandLine(spec);
  }

  @Override
  public Integer call() {
    try (Daemon daemon = Daemon.run(DaemonAssembly.read(sources()))) {
      terminal.err().println("Pages: " + daemon.address() + "/");
      Forever.untilStopped();
      terminal.err().println("Stopping: steps under way are finished or journalled.");
    }
    return Exit.DONE;
  }

  private SettingsSources sources() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Map<Setting, String> options = SettingOptions.given(line.getParseResult(), DaemonSetting.ALL.settings());
    if (url != null) {
      options.put(DaemonSetting.GIT_URL, url);
    }
    if (isObserving && options.putIfAbsent(DaemonSetting.MODE, "observe") instanceof String mode && !mode.equals("observe")) {
      throw new ParameterException(line, "--observe and --mode " + mode + " contradict each other");
    }
    return new SettingsSources(
        options, Optional.ofNullable(config).map(terminal::path), terminal.environment(), System.getenv().keySet(),
        terminal.folder());
  }
}
