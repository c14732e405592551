package io.pvefleet.app.notify;

import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.notify.News.Author;
import io.pvefleet.app.notify.News.Difference;
import io.pvefleet.app.notify.News.Level;
import io.pvefleet.app.notify.News.Type;
import io.pvefleet.app.notify.News.Where;
import io.pvefleet.app.notify.News.Who;
import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.fleet.model.Notifications.Choice;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what was stored to what is told, with what is known around it now. Pure. */
final class NewsDesk {
  /** Events that a commit is the reason of. */
  private static final Set<String> OF_A_COMMIT = Set.of(
      EventKind.APPLIED.word(), EventKind.FAILED.word(), EventKind.STOPPED.word(), EventKind.INDETERMINATE.word(),
      EventKind.HELD.word(), EventKind.REMOVED.word());

  private NewsDesk() {}

  static News of(StoredEvent stored, FleetView view) {
    NewEvent event = stored.event();
    Optional<Author> commit = OF_A_COMMIT.contains(event.kind()) ? inForce(view) : Optional.empty();
    Level level = switch (event.severity()) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.ERROR;
    };
    return new News(
        Type.EVENT, stored.id(), event.kind(), level, event.at(), Optional.empty(), where(event.host(), event.vmid(), event.vmName(), view),
        "", event.message(), List.of(), commit, Optional.empty());
  }

  static News of(StoredAlert alert, FleetView view) {
    boolean isInForce = alert.ended().isEmpty();
    return new News(
        isInForce ? Type.BEGUN : Type.ENDED, alert.id(), alert.kind(), Level.of(alert.severity()),
        alert.ended().orElse(alert.began()), Optional.of(alert.began()), where(alert.host(), alert.vmid(), alert.vmName(), view),
        alert.object(), alert.message(), isInForce && alert.kind().equals(AlertKind.DRIFT.word()) ? differences(alert, view) : List.of(),
        alert.kind().equals(AlertKind.RUN_FAILED.word()) ? inForce(view) : Optional.empty(), Optional.empty());
  }

  /** Whether a sink is told of it: by its kind, and by where it happened. */
  static boolean isFor(Choice choice, News news, FleetView view) {
    if (!news.isOf(choice)) {
      return false;
    }
    return !choice.isOfSomeSites()
        || view.host(news.where().host()).filter(row -> choice.isAbout(row.site(), row.host().labels())).isPresent();
  }

  /** With who did it, which is often found out only after the difference was. */
  static News signed(News news, FleetView view) {
    if (!news.kind().equals(EventKind.DRIFT.word()) || news.type() == Type.ENDED || !news.where().isVm()) {
      return news;
    }
    return view.vm(news.where().host(), news.where().vmid()).flatMap(VmRow::changedBy).map(by -> news.by(switch (by) {
      case ChangedBy.Known known -> new Who(known.user(), Optional.of(known.at()), known.task());
      case ChangedBy.Unknown _ -> new Who("", Optional.empty(), "");
    })).orElse(news);
  }

  static Optional<Author> inForce(FleetView view) {
    return view.source().inForce().map(NewsDesk::author);
  }

  private static Author author(Commit commit) {
    return new Author(commit.shortId(), commit.author(), commit.message());
  }

  /** A host that Git no longer declares is named, and its times are the fleet's. */
  private static Where where(String host, Optional<Integer> vmid, String vmName, FleetView view) {
    Optional<HostRow> row = view.host(host);
    ZoneId zone = row.map(r -> r.site().timeZone()).orElse(view.settings().timeZone());
    return new Where(
        row.map(r -> r.site().name()).orElse(""), row.map(r -> r.site().displayName()).orElse(""), zone.getId(), host,
        vmid.orElse(0), vmName);
  }

  private static List<Difference> differences(StoredAlert alert, FleetView view) {
    return alert.vmid().flatMap(vmid -> view.vm(alert.host(), vmid)).flatMap(VmRow::change).stream()
        .flatMap(change -> change.attributes().stream())
        .filter(attribute -> !attribute.configured().equals(attribute.desired()))
        .map(attribute -> new Difference(attribute.path(), attribute.desired(), attribute.configured()))
        .toList();
  }
}
