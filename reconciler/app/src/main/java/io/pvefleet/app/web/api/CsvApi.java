package io.pvefleet.app.web.api;

import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Gauges;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.web.query.ConsoleQuery;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.app.web.query.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Each list whole, as CSV, with the filters and the order of its page; written as it is read. */
@Controller
final class CsvApi {
  /** A sheet of Excel holds a million lines; the events of thirty days of a busy fleet are a tenth of that. */
  static final int MAX_ROWS = 100_000;

  /** One attribute of one VM that is not as Git says. */
  record Difference(
      String host, int vmid, String name, String state, String attribute, String desired, String configured, String running,
      Optional<Instant> since) {}

  private final FleetBoard board;
  private final Past past;
  private final ConsoleBoard consoles;

  CsvApi(FleetBoard board, Past past, ConsoleBoard consoles) {
    this.board = board;
    this.past = past;
    this.consoles = consoles;
  }

  @GetMapping("/api/v1/hosts.csv")
  void hosts(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    FleetView view = board.view();
    Gauges gauges = view.gauges();
    Stream<HostModel.Host> rows =
        pages(params, asked -> view.hosts(Queries.hosts(asked))).map(host -> HostModel.Host.of(host, gauges));
    send(response, "hosts", HostModel.Host.class, rows);
  }

  @GetMapping("/api/v1/vms.csv")
  void vms(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    FleetView view = board.view();
    send(response, "vms", VmModel.Vm.class, pages(params, asked -> view.vms(Queries.vms(asked))).map(VmModel.Vm::of));
  }

  @GetMapping("/api/v1/drift.csv")
  void drift(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    Stream<Difference> rows =
        Queries.drift(board.view(), params).stream()
            .flatMap(
                group ->
                    group.members().stream()
                        .map(
                            m ->
                                new Difference(
                                    m.vm().ref().host(), m.vm().ref().vmid(), m.vm().ref().name(), m.vm().state().word(),
                                    group.path(), group.desired(), group.configured(), group.running(), m.since())));
    send(response, "drift", Difference.class, rows);
  }

  @GetMapping("/api/v1/runs.csv")
  void runs(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    ZoneId zone = board.view().settings().timeZone();
    send(response, "runs", ApiModel.Run.class, slices(params, asked -> past.runs(asked, zone)).map(ApiModel.Run::of));
  }

  @GetMapping("/api/v1/events.csv")
  void events(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    FleetView view = board.view();
    send(response, "events", ApiModel.Event.class, slices(params, asked -> past.events(asked, view)).map(ApiModel.Event::of));
  }

  @GetMapping("/api/v1/consoles.csv")
  void consoles(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    ConsoleQuery query = ConsoleQuery.of(params, board.view().settings().timeZone());
    send(response, "consoles", ApiModel.Console.class, query.select(consoles.view()).stream().map(ApiModel.Console::of));
  }

  /** All pages; the first is asked for at once, so that a parameter that makes no sense is said before anything is sent. */
  private static <T> Stream<T> pages(Map<String, String> params, Function<Map<String, String>, Page<T>> list) {
    Function<Integer, Page<T>> page =
        number -> list.apply(with(with(params, "page", number.toString()), "size", Integer.toString(Page.MAX_SIZE)));
    Page<T> first = page.apply(1);
    return Stream.concat(
        first.rows().stream(), IntStream.rangeClosed(2, first.pages()).boxed().flatMap(number -> page.apply(number).rows().stream()));
  }

  private static <T> Stream<T> slices(Map<String, String> params, Function<Map<String, String>, Slice<T>> list) {
    Map<String, String> large = with(params, "size", Integer.toString(Page.MAX_SIZE));
    return Stream.iterate(
            Optional.of(list.apply(large)),
            Optional::isPresent,
            slice -> slice.flatMap(s -> s.before()).map(before -> list.apply(with(large, "before", before.toString()))))
        .flatMap(slice -> slice.map(s -> s.rows()).orElse(List.of()).stream());
  }

  private static Map<String, String> with(Map<String, String> params, String name, String value) {
    Map<String, String> more = new HashMap<>(params);
    more.put(name, value);
    return more;
  }

  static <T> void send(HttpServletResponse response, String name, Class<T> type, Stream<T> rows) throws IOException {
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
    Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    new CsvTable<>(type).write(out, rows.limit(MAX_ROWS).iterator());
    out.flush();
  }
}
