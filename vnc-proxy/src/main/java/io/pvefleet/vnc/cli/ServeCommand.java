package io.pvefleet.vnc.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.SettingOptions;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.process.settings.Setting;
import io.pvefleet.process.settings.SettingsSources;
import io.pvefleet.vnc.settings.ProxyAssembly;
import io.pvefleet.vnc.settings.ProxySetting;
import io.pvefleet.vnc.settings.ProxySettings;
import io.pvefleet.vnc.web.ConsoleProxy;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code console serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the console proxy until it is stopped.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "The variable in capitals after a description sets the same. So does a YAML",
      "file: --config, else PVEFLEET_CONSOLE_CONFIG, else /etc/pvefleet/console.yaml.",
      "An option beats the variable, and that beats the file. Every setting, a unit",
      "file and ways to log in: docs/configuration.md.",
      "",
      "Examples:",
      "  pvefleet console serve                   the repository in this folder",
      "  pvefleet console serve https://git.example.org/fleet.git --users users",
      "  pvefleet console serve --public-url https://console.example.org",
      "  pvefleet console serve --config /etc/pvefleet/console.yaml"
    })
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "URL",
      description = "Git repository, URL or folder; default: this folder. PVEFLEET_CONSOLE_GIT_URL")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings. PVEFLEET_CONSOLE_CONFIG")
  private @Nullable String config;

  /** For whoever starts the proxy as a part of something else: however that ends, the proxy ends with it. */
  @Option(names = "--until-input-ends", hidden = true)
  private boolean isAttached;

  @Spec private @Nullable CommandSpec spec;

  private ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand(terminal));
    SettingOptions.add(spec, ProxySetting.ALL.settings());
    return new CommandLine(spec);
  }

  @Override
  public Integer call() {
    ProxySettings settings = ProxyAssembly.read(sources());
    CannotListen.tryOut(settings.address(), settings.port());
    try (ConsoleProxy proxy = ConsoleProxy.run(settings)) {
      terminal.err().println("Consoles: " + proxy.address() + "/");
      if (isAttached) {
        endWithInput(Thread.currentThread());
      }
      Forever.untilStopped();
      terminal.err().println("Stopping: open consoles end, and browsers that see it connect again to the next proxy.");
    }
    return Exit.DONE;
  }

  private void endWithInput(Thread waiting) {
    Thread.ofPlatform().daemon().name("input").start(() -> {
      try {
        while (terminal.in().read() >= 0) {
          // What is written does not matter.
        }
      } catch (IOException _) {
        // An input that fails has ended.
      }
      waiting.interrupt();
    });
  }

  private SettingsSources sources() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Map<Setting, String> options = SettingOptions.given(line.getParseResult(), ProxySetting.ALL.settings());
    if (url != null) {
      options.put(ProxySetting.GIT_URL, url);
    }
    return new SettingsSources(
        options, Optional.ofNullable(config).map(terminal::path), terminal.environment(), System.getenv().keySet(),
        terminal.folder());
  }
}
