package io.pvefleet.app.cli;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Query;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "What happened, newest last, read from the state folder.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {"", "Examples:", "  pvefleet events --host seoul-001", "  pvefleet events --severity warning --limit 500 -o json"})
final class EventsCommand implements Callable<Integer> {

  /** What the events are written as. */
  enum Format {
    TEXT,
    /** One object a line. */
    JSON
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = "--host", paramLabel = "HOST", defaultValue = "", description = "only of this host")
  private String host = "";

  @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "only of this kind, for example drift or failed")
  private String kind = "";

  @Option(names = "--severity", paramLabel = "WORD", defaultValue = "info", description = "this or worse: info, warning, error")
  private Severity severity = Severity.INFO;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many; default: 50")
  private int limit = 50;

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text, or json: one object a line")
  private Format format = Format.TEXT;

  EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path folder = Session.state(terminal, terminal.path(path));
    if (!SqliteStore.existsIn(folder)) {
      throw new Failure(CliCodes.NO_HISTORY, "There is no history in " + folder + ".",
          "Set PVEFLEET_STATE to the state folder of the daemon, or name the folder of its fleet.");
    }
    List<StoredEvent> events;
    try (Store store = SqliteStore.open(folder)) {
      events = store.events().list(Query.newest(limit).ofHost(host).ofKind(kind).atLeast(severity));
    }
    events.reversed().forEach(stored -> terminal.out().println(switch (format) {
      case TEXT -> text(stored.event());
      case JSON -> json(stored);
    }));
    return Exit.DONE;
  }

  private static String text(NewEvent event) {
    String vm = event.vmid().map(id -> "/" + id + " " + event.vmName()).orElse("");
    String code = event.code().isEmpty() ? "" : event.code() + " ";
    return "%s  %-7s  %s%s  %s%s".formatted(event.at(), event.severity().word(), event.host(), vm, code, event.message());
  }

  private static String json(StoredEvent stored) {
    JsonMapper mapper = JsonMapper.builder().build();
    NewEvent event = stored.event();
    ObjectNode node = mapper.createObjectNode();
    node.put("id", stored.id()).put("at", event.at().toString()).put("severity", event.severity().word()).put("kind", event.kind());
    node.put("host", event.host());
    event.vmid().ifPresent(vmid -> node.put("vmid", vmid).put("vm", event.vmName()));
    node.put("code", event.code()).put("message", event.message());
    return mapper.writeValueAsString(node);
  }
}
