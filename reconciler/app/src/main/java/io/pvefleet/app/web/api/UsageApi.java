package io.pvefleet.app.web.api;

import io.pvefleet.app.usage.History;
import io.pvefleet.app.usage.UsageHistory;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.app.web.query.UsageQuery;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How busy hosts and VMs were, as JSON and as CSV. */
@RestController
final class UsageApi {
  private final FleetBoard board;
  private final UsageHistory kept;

  UsageApi(FleetBoard board, UsageHistory kept) {
    this.board = board;
    this.kept = kept;
  }

  @GetMapping("/api/v1/hosts/{host}/usage")
  UsageModel.HostUsage host(@PathVariable String host, @RequestParam Map<String, String> params) {
    FleetView view = board.view();
    String name = Queries.host(view, host).name();
    return UsageModel.HostUsage.of(name, history(view, name, params));
  }

  @GetMapping("/api/v1/vms/{host}/{vmid}/usage")
  UsageModel.VmUsage vm(@PathVariable String host, @PathVariable String vmid, @RequestParam Map<String, String> params) {
    FleetView view = board.view();
    VmRow vm = Queries.vm(view, host, vmid);
    return UsageModel.VmUsage.of(vm.ref().host(), vm.ref().vmid(), history(view, vm.ref().host(), params));
  }

  @GetMapping("/api/v1/hosts/{host}/usage.csv")
  void hostCsv(@PathVariable String host, @RequestParam Map<String, String> params, HttpServletResponse response)
      throws IOException {
    FleetView view = board.view();
    String name = Queries.host(view, host).name();
    List<UsageModel.HostStep> steps = UsageModel.HostStep.all(history(view, name, params));
    CsvApi.send(response, "usage-" + name, UsageModel.HostStep.class, steps.stream());
  }

  @GetMapping("/api/v1/vms/{host}/{vmid}/usage.csv")
  void vmCsv(
      @PathVariable String host, @PathVariable String vmid, @RequestParam Map<String, String> params, HttpServletResponse response)
      throws IOException {
    FleetView view = board.view();
    VmRow vm = Queries.vm(view, host, vmid);
    List<UsageModel.VmStep> steps = UsageModel.VmStep.all(history(view, vm.ref().host(), params), vm.ref().vmid());
    CsvApi.send(response, "usage-" + vm.ref().host() + "-" + vm.ref().vmid(), UsageModel.VmStep.class, steps.stream());
  }

  private History history(FleetView view, String host, Map<String, String> params) {
    return kept.of(host, UsageQuery.period(params), view.now());
  }
}
