package io.pvefleet.app.web.api;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Beats;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Operation;
import io.pvefleet.app.web.query.Pace;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.WeekSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the API says of schedules and of this process. */
final class OperationModel {
  private OperationModel() {}

  record Schedules(
      List<Window> windows, List<Hours> openingHours, List<Maintenance> maintenance, long intervalSeconds, Optional<Look> nextLook,
      long gitPollSeconds, Optional<Instant> nextGitPoll, Optional<Instant> nextTidy) {
    static Schedules of(FleetView view, Operation.Agenda agenda, Installation installation) {
      Beats beats = agenda.beats();
      return new Schedules(
          agenda.windows().stream().map(Window::of).toList(),
          agenda.hours().stream().map(Hours::of).toList(),
          agenda.maintenance().stream().map(m -> new Maintenance(m.host().name(), m.until(), m.reason())).toList(),
          view.settings().interval().toSeconds(), beats.host().map(look -> new Look(look.host(), look.at())),
          installation.gitPoll().toSeconds(), beats.git(), beats.tidy());
    }
  }

  record Window(
      String name, String place, List<String> times, String timeZone, List<String> sites, int vms, boolean open,
      Optional<Instant> until, Optional<Instant> nextOpening, List<ApiModel.VmName> waiting) {
    static Window of(io.pvefleet.app.web.query.Schedules.OfWindow w) {
      return new Window(
          w.window().name(), w.window().place().toString(), texts(w.window().times()), w.zone().getId(), names(w.sites()), w.vms(),
          w.until().isPresent(), w.until(), w.next(),
          w.waiting().stream()
              .map(vm -> new ApiModel.VmName(vm.ref().host(), vm.ref().vmid(), vm.ref().name(), vm.state().word())).toList());
    }
  }

  record Hours(
      List<String> times, String timeZone, List<String> sites, boolean open, Optional<Instant> until, Optional<Instant> nextOpening) {
    static Hours of(io.pvefleet.app.web.query.Schedules.Hours h) {
      return new Hours(texts(h.spans()), h.zone().getId(), names(h.sites()), h.until().isPresent(), h.until(), h.next());
    }
  }

  record Maintenance(String host, Instant until, String reason) {}

  record Look(String host, Instant at) {}

  record About(
      String version, String java, Instant startedAt, String mode, int hostsAtOnce, String git, String branch, String folder,
      Optional<String> commit, Optional<Instant> gitAnsweredAt, int hosts, int hostsLate, Optional<Slowest> slowest,
      Optional<Storage> store,
      Optional<String> consoles) {
    static About of(FleetView view, Installation i, Operation.Condition condition, Optional<String> consoles) {
      Pace pace = condition.pace();
      return new About(
          i.version(), Runtime.version().toString(), i.startedAt(), i.mode(), i.hostsAtOnce(), view.source().url(), i.branch(),
          i.folder(), view.source().inForce().map(io.pvefleet.app.view.Commit::id), view.source().polledAt(), view.hosts().size(),
          pace.late().size(), pace.slowest().map(host -> new Slowest(host.name(), host.took().toMillis())),
          condition.store().map(f -> new Storage(f.bytes(), f.schema(), f.oldestEvent(), i.retention().events().toSeconds(),
              i.retention().runs().toSeconds())),
          consoles);
    }
  }

  record Slowest(String host, long millis) {}

  record Storage(long bytes, int schema, Optional<Instant> oldestEvent, long keepsEventsSeconds, long keepsRunsSeconds) {}

  private static List<String> texts(List<WeekSpan> spans) {
    return spans.stream().map(WeekSpan::toString).toList();
  }

  private static List<String> names(List<Site> sites) {
    return sites.stream().map(Site::name).toList();
  }
}
