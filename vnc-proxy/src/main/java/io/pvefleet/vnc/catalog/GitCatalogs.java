package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.GitCommit;
import io.pvefleet.fleet.git.GitFault;
import io.pvefleet.fleet.git.GitHead;
import io.pvefleet.fleet.git.GitSettings;
import io.pvefleet.fleet.git.GitSource;
import io.pvefleet.vnc.access.AccessCodes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog of the newest good commit of a branch, in a clone of the proxy's own. A commit with an error changes nothing but
 * the status; what was in force before a restart is in force after it, whether Git answers or not. Asks Git at an interval on a
 * virtual thread of its own. Thread-safe.
 */
public final class GitCatalogs implements Catalogs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitCatalogs.class);

  private final GitSource source;
  private final LastGood memory;
  private final Clock clock;
  private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  /** Spans a poll, which waits for Git: the source serves one thread at a time, and closing it waits for the one that polls. */
  private final ReentrantLock polling = new ReentrantLock();
  private volatile Catalog inForce = FleetCatalog.NONE;
  private volatile CatalogStatus status = CatalogStatus.BEGIN;
  private String judged = "";

  private GitCatalogs(GitSource source, LastGood memory, Clock clock) {
    this.source = source;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * Opens the clone and brings into force what was so before, without touching the network.
   *
   * @param state folder in which the commit in force is remembered
   * @throws GitFault if the address is not supported or the clone cannot be used
   */
  public static GitCatalogs open(GitSettings git, Path state, Clock clock) {
    GitCatalogs catalogs = new GitCatalogs(GitSource.open(git), new LastGood(state.resolve("console-commit")), clock);
    catalogs.remember();
    return catalogs;
  }

  /** Polls now and then at the interval until it is closed. */
  public GitCatalogs start(Duration interval) {
    Thread.ofVirtual().name("catalog").start(() -> {
      do {
        poll();
      } while (!waited(interval));
    });
    return this;
  }

  @Override
  public Catalog inForce() {
    return inForce;
  }

  public CatalogStatus status() {
    return status;
  }

  @Override
  public void onNew(Consumer<Catalog> listener) {
    listeners.add(listener);
  }

  /** Asks Git once and judges what is new. Blocks on the network; never throws. */
  public void poll() {
    polling.lock();
    try {
      if (closing.getCount() > 0) {
        ask();
      }
    } catch (GitFault fault) {
      failing(fault.diagnostic());
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Reading the fleet failed; the catalog in force stays, report this with the log");
      failing(Diagnostic.errorOfAll(CatalogCodes.POLL_FAILED, "",
          "Reading the newest commit failed: " + e.getClass().getSimpleName() + ".",
          "Report this with the log; the catalog in force stays."));
    } finally {
      polling.unlock();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    polling.lock();
    try {
      source.close();
    } finally {
      polling.unlock();
    }
  }

  private boolean waited(Duration interval) {
    try {
      return closing.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void ask() {
    GitHead head = source.fetch();
    if (status.fault().isPresent()) {
      LOG.atInfo().log("Git answers again");
    }
    status = status.answered(clock.instant());
    if (!head.commit().id().equals(judged)) {
      judge(head);
    }
  }

  private void judge(GitHead head) {
    CatalogLoader.Loaded loaded = CatalogLoader.load(head.tree());
    judged = head.commit().id();
    List<Diagnostic> findings = new ArrayList<>(head.warnings());
    findings.addAll(loaded.diagnostics());
    if (loaded.catalog().isEmpty()) {
      reject(head.commit(), findings);
      return;
    }
    Instant now = clock.instant();
    boolean isNews = !inForce.revision().equals(judged);
    Instant since = isNews ? now : status.since().orElse(now);
    accept(loaded.catalog().get(), since, findings);
    if (isNews) {
      memory.write(new LastGood.Entry(judged, since));
      LOG.atInfo().addKeyValue("commit", head.commit().shortId()).addKeyValue("guests", inForce.guests().size())
          .log("A commit is in force");
    }
  }

  /** What was in force before; else the newest commit that was fetched, so that a first start works while Git is away. */
  private void remember() {
    try {
      Optional<LastGood.Entry> before = memory.read();
      before.flatMap(entry -> source.commit(entry.revision())).ifPresent(head -> {
        CatalogLoader.Loaded loaded = CatalogLoader.load(head.tree());
        loaded.catalog().ifPresent(catalog -> {
          judged = head.commit().id();
          accept(catalog, before.get().since(), loaded.diagnostics());
        });
      });
      if (!status.isServing()) {
        source.localHead().ifPresent(this::judge);
      }
    } catch (GitFault fault) {
      failing(fault.diagnostic());
    }
  }

  private void accept(Catalog catalog, Instant since, List<Diagnostic> warnings) {
    boolean isNews = !inForce.revision().equals(catalog.revision());
    if (isNews) {
      inForce = catalog;
      if (catalog.rules().isEmpty()) {
        LOG.atWarn().addKeyValue("code", AccessCodes.NO_POLICY).log("No access policy is in the repository: nobody may open a console");
      }
    }
    status = status.accepted(catalog.revision(), since, warnings);
    if (isNews) {
      listeners.forEach(listener -> tell(listener, catalog));
    }
  }

  /** One that fails must not keep the others from hearing of a right that was taken away. */
  private static void tell(Consumer<Catalog> listener, Catalog catalog) {
    try {
      listener.accept(catalog);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A part of the proxy did not take the new catalog; restart it if consoles ignore new rights");
    }
  }

  private void reject(GitCommit commit, List<Diagnostic> findings) {
    List<Diagnostic> errors = findings.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).toList();
    status = status.rejecting(new CatalogStatus.Rejected(commit, clock.instant(), errors));
    LOG.atError().addKeyValue("code", CatalogCodes.REJECTED).addKeyValue("commit", commit.shortId())
        .addKeyValue("errors", errors.size()).addKeyValue("first", errors.isEmpty() ? "" : errors.getFirst().detail())
        .addKeyValue("inForce", status.revision().isEmpty() ? "none" : status.revision())
        .log("The newest commit has errors and is refused; correct it in the repository");
  }

  private void failing(Diagnostic why) {
    if (status.fault().isEmpty()) {
      LOG.atWarn().addKeyValue("code", why.code()).addKeyValue("why", why.detail()).log("Git does not answer");
    }
    status = status.failing(why);
  }
}
