package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.AppliedVms;
import io.pvefleet.app.store.Approvals;
import io.pvefleet.app.store.Cares;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.OwedStarts;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Revisions;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Spent;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreFacts;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.store.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A store that writes each event to the log as it keeps it: what the page of events shows, the journal of the system has too, once
 * and in the same words. Open pages are told that there is something new.
 */
record EventLines(Store store, RunNews runNews, Consumer<String> news) implements Store {
  private static final Logger LOG = LoggerFactory.getLogger("io.pvefleet.event");

  EventLines(Store store, Consumer<String> news) {
    this(store, new RunNews(news), news);
  }

  @Override
  public EventLog events() {
    EventLog kept = store.events();
    return new EventLog() {
      @Override
      public void append(NewEvent event) {
        kept.append(event);
        write(event);
        news.accept("events");
      }

      @Override
      public List<StoredEvent> list(Query query) {
        return kept.list(query);
      }

      @Override
      public List<StoredEvent> after(long id, int limit) {
        return kept.after(id, limit);
      }
    };
  }

  private static void write(EventLog.NewEvent event) {
    LoggingEventBuilder line = LOG.atLevel(level(event.severity()));
    if (!event.host().isEmpty()) {
      line = line.addKeyValue("host", event.host());
    }
    if (event.vmid().isPresent()) {
      line = line.addKeyValue("vmid", event.vmid().get()).addKeyValue("vm", event.vmName());
    }
    if (!event.code().isEmpty()) {
      line = line.addKeyValue("code", event.code());
    }
    // The values are quoted; a quote within would end them for whoever cuts the line apart.
    line.addKeyValue("what", event.message().replace('"', '\'')).log(title(event.kind()));
  }

  private static Level level(EventLog.Severity severity) {
    return switch (severity) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR -> Level.ERROR;
    };
  }

  /** Constant for each kind, so that lines can be counted and filtered; kinds are words of the store and may grow. */
  static String title(String kind) {
    return switch (kind) {
      case "applied" -> "Change applied";
      case "failed" -> "Change failed";
      case "stopped" -> "Change stopped";
      case "indeterminate" -> "Change ended unknown";
      case "drift" -> "Drift found";
      case "healed" -> "VM healed";
      case "held" -> "Change held";
      case "unreachable" -> "Host unreachable";
      case "reachable" -> "Host answers again";
      case "commit" -> "Commit in force";
      case "rejected" -> "Commit rejected";
      case "git" -> "Git";
      case "fleet" -> "Fleet";
      case "approval" -> "Approval";
      case "removed" -> "Left Git";
      case "store" -> "Store";
      case "vm-started" -> "VM started";
      case "vm-stopped" -> "VM stopped";
      case "vm-changed" -> "VM changed";
      case "rebooted" -> "Host restarted";
      case "console" -> "Console";
      case "notify" -> "Notifications";
      case "alert" -> "Alert";
      case "alert-ended" -> "Alert ended";
      default -> "Event " + kind;
    };
  }

  @Override
  public Runs runs() {
    return runNews.of(store.runs());
  }

  @Override
  public Journal journal() {
    return runNews.of(store.journal());
  }

  @Override
  public Waiting waiting() {
    return store.waiting();
  }

  @Override
  public OwedStarts owedStarts() {
    return store.owedStarts();
  }

  @Override
  public Approvals approvals() {
    return store.approvals();
  }

  @Override
  public Spent spent() {
    return store.spent();
  }

  @Override
  public AppliedVms applied() {
    return store.applied();
  }

  @Override
  public LastPlans plans() {
    return store.plans();
  }

  @Override
  public Revisions revisions() {
    return store.revisions();
  }

  @Override
  public Leases leases() {
    return store.leases();
  }

  @Override
  public StoreFacts facts() {
    return store.facts();
  }

  @Override
  public Notices notices() {
    return store.notices();
  }

  @Override
  public Alerts alerts() {
    return store.alerts();
  }

  @Override
  public Usages usages() {
    return store.usages();
  }

  @Override
  public Cares cares() {
    return store.cares();
  }

  @Override
  public void tidy(Instant now, Retention retention) {
    store.tidy(now, retention);
  }

  @Override
  public void close() {
    store.close();
  }
}
