package io.pvefleet.app.cli;

import io.pvefleet.app.notify.Outcome;
import io.pvefleet.app.notify.TestLetter;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.secret.Secrets;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code notify test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Sends a message that says that it is a test through the sinks of fleet.yaml, once, and says what came of it.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "What a sink is told of, its grouping, limit and quiet hours play no part. Run it where the daemon runs, with the",
      "daemon's environment: what is tried is the way from there, with the secrets from there.",
      "",
      "Exit codes: 0 every sink took it, 1 one did not.",
      "",
      "Examples:",
      "  pvefleet notify test",
      "  pvefleet notify test --sink ops -o json"
    })
final class NotifyTestCommand implements Callable<Integer> {

  /** What the outcomes are written as. */
  enum Format {
    TEXT,
    JSON
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = "--sink", paramLabel = "NAME", description = "only this one")
  private Optional<String> only = Optional.empty();

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json")
  private Format format = Format.TEXT;

  NotifyTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Tried(Sink sink, Outcome outcome) {
    boolean isTaken() {
      return outcome instanceof Outcome.Delivered;
    }

    String text() {
      return switch (outcome) {
        case Outcome.Delivered(String remark) -> remark.isEmpty() ? "taken" : "taken: " + remark;
        case Outcome.Refused(String fault) -> fault;
        case Outcome.Failed failed -> failed.fault();
      };
    }
  }

  @Override
  public Integer call() throws Exception {
    Optional<EngineFleet> fleet = FleetInput.read(terminal, path).fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    FleetSettings settings = fleet.get().fleet().settings();
    List<Tried> tried = tryAll(settings, chosen(settings.notifications().sinks().values()));
    switch (format) {
      case TEXT -> tried.forEach(this::print);
      case JSON -> terminal.out().println(json(tried));
    }
    return tried.stream().allMatch(Tried::isTaken) ? Exit.DONE : Exit.ERROR;
  }

  private void print(Tried one) {
    String code = one.outcome().wrong().map(wrong -> wrong.id() + ": ").orElse("");
    terminal.out().printf("  %-4s  %-14s %s%n", one.isTaken() ? "ok" : "BAD", one.sink().name(), code + one.text());
    one.outcome().wrong().ifPresent(wrong ->
        terminal.out().printf("  %-4s  %-14s %s%n", "", "", one.outcome().remedy() + " See docs/errors/" + wrong.id() + ".md."));
  }

  private List<Sink> chosen(Collection<Sink> sinks) {
    if (sinks.isEmpty()) {
      throw new Failure(CliCodes.NO_SUCH, "fleet.yaml declares no sinks.", "Add one to spec.notifications; see docs/notifications.md.");
    }
    List<Sink> chosen = sinks.stream().filter(sink -> only.isEmpty() || only.get().equals(sink.name())).toList();
    if (chosen.isEmpty()) {
      List<String> names = sinks.stream().map(Sink::name).toList();
      throw new Failure(CliCodes.NO_SUCH, "There is no sink \"" + only.orElse("") + "\".",
          DidYouMean.closest(only.orElse(""), names).map(name -> "Did you mean \"" + name + "\"?")
              .orElse("Use one of " + String.join(", ", names) + "."));
    }
    return chosen;
  }

  /** Side by side: one that is silent is waited for once. */
  private List<Tried> tryAll(FleetSettings settings, List<Sink> sinks) throws Exception {
    Secrets secrets = new Secrets(terminal.environment(), warning -> terminal.err().println("warning: " + warning));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tried>> all = sinks.stream()
          .map(sink -> threads.submit(() ->
              new Tried(sink, TestLetter.send(settings, sink, secrets, Clock.systemUTC().instant(), pages(), language()))))
          .toList();
      List<Tried> tried = new ArrayList<>();
      for (Future<Tried> one : all) {
        tried.add(one.get());
      }
      return tried;
    }
  }

  /** As the daemon, which has it from its environment or its file; what is no address is the daemon's to complain about. */
  private Optional<URI> pages() {
    return Optional.ofNullable(terminal.environment().apply("PVEFLEET_URL"))
        .filter(url -> url.matches("https?://[^\\s/]+(/\\S*)?"))
        .map(url -> URI.create(url.replaceAll("/+$", "")));
  }

  private Locale language() {
    return Locale.of(Optional.ofNullable(terminal.environment().apply("PVEFLEET_LANGUAGE")).filter("ko"::equals).orElse("en"));
  }

  private static String json(List<Tried> tried) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ArrayNode all = mapper.createArrayNode();
    tried.forEach(one -> {
      ObjectNode node = all.addObject().put("sink", one.sink().name()).put("taken", one.isTaken()).put("text", one.text());
      one.outcome().wrong().ifPresent(wrong -> node.put("code", wrong.id()).put("remedy", one.outcome().remedy()));
    });
    return mapper.writeValueAsString(all);
  }
}
