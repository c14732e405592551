package io.pvefleet.app.cli;

import io.pvefleet.app.daemon.Daemon;
import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.app.store.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the daemon and its pages until it is stopped.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet serve                                          the repository in this folder, as committed",
      "  pvefleet serve https://git.example.org/fleet.git --branch main",
      "  pvefleet serve --observe --address 127.0.0.1 --port 8090"
    })
final class ServeCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "URL", defaultValue = ".", description = "Git repository: URL or folder; default: this one")
  private String url = ".";

  @Option(names = "--branch", paramLabel = "BRANCH", defaultValue = "main", description = "default: main")
  private String branch = "main";

  @Option(names = "--folder", paramLabel = "FOLDER", defaultValue = "", description = "folder of the fleet within the repository")
  private String folder = "";

  @Option(names = "--credentials", paramLabel = "REF", defaultValue = "", description = "env:NAME or file:/path, for the Git server")
  private String credentials = "";

  @Option(names = "--poll", paramLabel = "SECONDS", defaultValue = "60", description = "how often Git is asked; default: 60")
  private int pollSeconds = 60;

  @Option(names = "--hook-secret", paramLabel = "REF", defaultValue = "", description = "env:NAME or file:/path, opens POST /hooks/git")
  private String hookSecret = "";

  @Option(names = "--address", paramLabel = "ADDRESS", defaultValue = "0.0.0.0", description = "to listen on; default: all")
  private String address = "0.0.0.0";

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "default: 8080")
  private int port = DaemonSettings.DEFAULT_PORT;

  @Option(names = "--observe", description = "plan only, apply nothing, whatever the hosts' mode says")
  private boolean isObserving;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Daemon daemon = Daemon.run(settings())) {
      terminal.err().println("Pages: " + daemon.address() + "/");
      Forever.untilStopped();
      terminal.err().println("Stopping: steps under way are finished or journalled.");
    }
    return Exit.DONE;
  }

  private DaemonSettings settings() {
    String location = location();
    DaemonSettings.Git git =
        new DaemonSettings.Git(
            location, branch, folder, credentials.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(credentials),
            Duration.ofSeconds(pollSeconds));
    DaemonSettings settings =
        DaemonSettings.of(git, StateFolder.of(terminal.environment(), location))
            .listeningOn(address, port)
            .withMode(isObserving ? DaemonSettings.Mode.OBSERVE : DaemonSettings.Mode.ENFORCE);
    return hookSecret.isEmpty() ? settings : settings.withHookSecret(hookSecret);
  }

  /** A folder becomes an absolute path, so that the daemon does not depend on where it was started. */
  private String location() {
    Path local = url.contains("://") || url.matches("[^/]+@[^/]+:.*") ? null : terminal.path(url);
    return local != null && Files.exists(local) ? local.toString() : url;
  }
}
