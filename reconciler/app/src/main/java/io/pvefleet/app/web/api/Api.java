package io.pvefleet.app.web.api;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Gauges;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.ConsoleQuery;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.app.web.query.VmSheet;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same as the pages, as JSON; described by {@code /api/openapi.json}. Read-only. */
@RestController
final class Api {
  private final FleetBoard board;
  private final Past past;
  private final AlertBoard alerts;
  private final ConsoleBoard consoles;

  Api(FleetBoard board, Past past, ConsoleBoard consoles, AlertBoard alerts) {
    this.alerts = alerts;
    this.board = board;
    this.past = past;
    this.consoles = consoles;
  }

  @GetMapping(value = "/api/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource description() {
    return new ClassPathResource("openapi.json");
  }

  @GetMapping("/api/v1/fleet")
  ApiModel.Fleet fleet() {
    FleetView view = board.view();
    Instant midnight = view.now().atZone(view.settings().timeZone()).truncatedTo(ChronoUnit.DAYS).toInstant();
    List<ConsoleRow> sessions = consoles.view().rows();
    return ApiModel.fleet(
        view,
        new ApiModel.Today(
            midnight,
            past.runsSince(midnight),
            (int) sessions.stream().filter(row -> !row.opened().isBefore(midnight)).count(),
            (int) sessions.stream().filter(ConsoleRow::isOpen).count()),
        alerts());
  }

  private Map<String, Integer> alerts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(severity.word(), (int) alerts.count(severity));
    }
    return counts;
  }

  @GetMapping("/api/v1/hosts")
  ApiModel.Paged<HostModel.Host> hosts(@RequestParam Map<String, String> params) {
    FleetView view = board.view();
    Gauges gauges = view.gauges();
    return ApiModel.Paged.of(view.hosts(Queries.hosts(params)), host -> HostModel.Host.of(host, gauges));
  }

  @GetMapping("/api/v1/hosts/{host}")
  HostModel.Host host(@PathVariable String host) {
    FleetView view = board.view();
    return HostModel.Host.of(Queries.host(view, host), view.gauges());
  }

  @GetMapping("/api/v1/vms")
  ApiModel.Paged<VmModel.Vm> vms(@RequestParam Map<String, String> params) {
    return ApiModel.Paged.of(board.view().vms(Queries.vms(params)), VmModel.Vm::of);
  }

  @GetMapping("/api/v1/vms/{host}/{vmid}")
  VmModel.VmDetail vm(@PathVariable String host, @PathVariable String vmid) {
    FleetView view = board.view();
    VmRow vm = Queries.vm(view, host, vmid);
    return VmModel.VmDetail.of(vm, VmSheet.of(view, vm));
  }

  @GetMapping("/api/v1/drift")
  ApiModel.Paged<ApiModel.Drift> drift(@RequestParam Map<String, String> params) {
    FleetView view = board.view();
    VmQuery query = Queries.differing(params);
    List<DriftGroup> groups = Queries.drift(view, params);
    return ApiModel.Paged.of(Page.of(groups, query.page(), query.size()), ApiModel.Drift::of);
  }

  @GetMapping("/api/v1/runs")
  ApiModel.Sliced<ApiModel.Run> runs(@RequestParam Map<String, String> params) {
    var runs = past.runs(params, board.view().settings().timeZone());
    return new ApiModel.Sliced<>(runs.rows().stream().map(ApiModel.Run::of).toList(), runs.before());
  }

  @GetMapping("/api/v1/runs/{id}")
  ApiModel.RunDetail run(@PathVariable String id) {
    Past.RunDetail run = past.run(id);
    return new ApiModel.RunDetail(
        ApiModel.Run.of(run.run()), run.changes().stream().map(ApiModel.Change::of).toList(),
        past.held(run.run().id()).stream().map(ApiModel.Held::of).toList());
  }

  @GetMapping("/api/v1/events")
  ApiModel.Sliced<ApiModel.Event> events(@RequestParam Map<String, String> params) {
    var events = past.events(params, board.view());
    return new ApiModel.Sliced<>(events.rows().stream().map(ApiModel.Event::of).toList(), events.before());
  }

  @GetMapping("/api/v1/consoles")
  ApiModel.Consoles consoles(@RequestParam Map<String, String> params) {
    ConsoleView view = consoles.view();
    ConsoleQuery query = ConsoleQuery.of(params, board.view().settings().timeZone());
    return ApiModel.Consoles.of(view, Page.of(query.select(view), query.page(), query.size()));
  }
}
