package io.pvefleet.app.web;

import io.pvefleet.app.usage.Fill;
import io.pvefleet.app.usage.History;
import io.pvefleet.app.usage.Level;
import io.pvefleet.app.usage.Period;
import io.pvefleet.app.usage.Usage;
import io.pvefleet.app.usage.UsageHistory;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Gauge;
import io.pvefleet.app.view.Gauges;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.UsageShown.Figure;
import io.pvefleet.app.web.query.UsageQuery;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Rule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.servlet.ModelAndView;

/** Puts the load of a host or VM onto its page: the newest figures, their history, and the same as a table. */
final class UsageCharts {
  private final UsageHistory kept;

  UsageCharts(UsageHistory kept) {
    this.kept = kept;
  }

  /** Adds {@code usage} to the page of a host; what the address asks for in {@code span} is the period. */
  void ofHost(ModelAndView page, FleetView view, HostRow host, HttpServletRequest request) {
    History history = kept.of(host.name(), period(request), view.now());
    UsageDrawing drawing = drawing(page, view, host, history);
    Gauges gauges = view.gauges();
    List<Figure> figures = new ArrayList<>();
    figures.add(drawing.cpu(gauges.cpu(host), Usage::node));
    figures.add(drawing.memory(gauges.memory(host), Usage::node));
    Map<String, Gauge> storages = gauges.storages(host).stream().collect(Collectors.toMap(Gauge::name, Function.identity()));
    TreeSet<String> names = new TreeSet<>(host.usage().storages().keySet());
    names.addAll(history.storages());
    for (String name : names) {
      figures.add(drawing.storage(name, Optional.ofNullable(storages.get(name)), whyNot(host, name)));
    }
    UsageTable table = drawing.table();
    page.addObject("usage", new UsageShown(
        history.period(), !history.steps().isEmpty(), drawing.presence(), shown(figures), table.ofHost(history.storages())));
  }

  /** Why nothing is told of a storage now; a host that nobody heard of yet has no list from which it could be missing. */
  private static Optional<String> whyNot(HostRow host, String storage) {
    Set<String> listed = host.usage().storages().keySet();
    return listed.isEmpty()
        ? Optional.empty()
        : Optional.of(listed.contains(storage) ? "usage.storage.away" : "usage.storage.gone");
  }

  /** Adds {@code usage} to the page of a VM. */
  void ofVm(ModelAndView page, FleetView view, HostRow host, VmRow vm, HttpServletRequest request) {
    History history = kept.of(host.name(), period(request), view.now());
    UsageDrawing drawing = drawing(page, view, host, history);
    int vmid = vm.ref().vmid();
    Optional<String> role = Optional.of(vm.labels().getOrDefault("role", Alerting.NO_ROLE));
    Optional<Gauge> cpu = vm.load().map(load -> new Gauge("", load.cpu(), 0, load.cores(), limit(view, host, Rule.VM_CPU, role)));
    Optional<Gauge> memory = vm.load().filter(load -> load.memoryShare().isPresent()).map(load ->
        new Gauge("", load.memoryShare().orElse(0), load.memory(), load.memoryTotal(), limit(view, host, Rule.VM_MEMORY, role)));
    List<Figure> figures =
        List.of(drawing.cpu(cpu, usage -> usage.guest(vmid)), drawing.memory(memory, usage -> usage.guest(vmid)));
    boolean isKept = history.steps().values().stream().anyMatch(usage -> !usage.guest(vmid).equals(Level.NONE));
    page.addObject("usage", new UsageShown(
        history.period(), isKept, Optional.empty(), shown(figures), drawing.table().ofGuest(vmid)));
  }

  /** A quantity of which nothing was ever told is no figure. */
  private static List<Figure> shown(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.gauge().isPresent() || !figure.note().isEmpty() || !figure.chart().isEmpty())
        .toList();
  }

  private static UsageDrawing drawing(ModelAndView page, FleetView view, HostRow host, History history) {
    if (!(page.getModel().get("ui") instanceof PageText ui)) {
      throw new IllegalStateException("the page has no words");
    }
    return new UsageDrawing(ui, history, host.site().timeZone(), view.settings().interval());
  }

  private static Period period(HttpServletRequest request) {
    String given = request.getParameter("span");
    return UsageQuery.period(given == null ? Map.of() : Map.of("span", given));
  }

  /** What an alert of a VM would be raised at; none where the rule is off. */
  private static OptionalInt limit(FleetView view, HostRow host, Rule rule, Optional<String> role) {
    Alerting.Limit limit = view.settings().alerting().limit(rule, host.site().alerting(), role);
    return limit.isOn() ? OptionalInt.of(limit.figure()) : OptionalInt.empty();
  }

  /** Of a storage in one step; empty where it was not told. */
  static Optional<Fill> fill(Usage usage, String name) {
    return Optional.ofNullable(usage.storages().get(name));
  }
}
