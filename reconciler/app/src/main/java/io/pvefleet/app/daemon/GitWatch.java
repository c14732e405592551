package io.pvefleet.app.daemon;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Revisions;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.GitCommit;
import io.pvefleet.fleet.git.GitFault;
import io.pvefleet.fleet.git.GitHead;
import io.pvefleet.fleet.git.GitSource;
import io.pvefleet.fleet.git.UnreadableCommit;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks Git for the newest commit and keeps the last good one in force: a commit with an error changes nothing but what the pages
 * say. One thread uses it at a time; {@link #inForce} may be asked by all.
 */
final class GitWatch {
  private final GitSource source;
  private final FleetLoader loader;
  private final Store store;
  private final FleetBoard board;
  private final Clock clock;
  private volatile Optional<EngineFleet> inForce = Optional.empty();
  private String judged = "";
  private boolean isFailing;

  GitWatch(GitSource source, FleetLoader loader, Store store, FleetBoard board, Clock clock) {
    this.source = source;
    this.loader = loader;
    this.store = store;
    this.board = board;
    this.clock = clock;
  }

  /** The fleet that hosts are held against; empty until a commit was good. */
  Optional<EngineFleet> inForce() {
    return inForce;
  }

  /** Asks Git once; blocks on the network. Returns the fleet where one came into force. */
  Optional<EngineFleet> poll() {
    GitHead head;
    try {
      head = source.fetch();
    } catch (UnreadableCommit commit) {
      answering();
      return unreadable(commit);
    } catch (GitFault fault) {
      failing(fault.diagnostic());
      // Started while the server is away: what was fetched before is better than nothing.
      return inForce.isEmpty() ? local() : Optional.empty();
    }
    answering();
    head.warnings().forEach(this::rewritten);
    if (head.commit().id().equals(judged)) {
      return Optional.empty();
    }
    return judge(head);
  }

  private Optional<EngineFleet> local() {
    try {
      return source.localHead().flatMap(head -> head.commit().id().equals(judged) ? Optional.empty() : judge(head));
    } catch (UnreadableCommit commit) {
      return unreadable(commit);
    } catch (GitFault fault) {
      failing(fault.diagnostic());
      return Optional.empty();
    }
  }

  /** A tree that is too large, or lacks the folder, is as wrong as a file with an error, and is read once. */
  private Optional<EngineFleet> unreadable(UnreadableCommit fault) {
    GitCommit commit = fault.commit();
    if (commit.id().equals(judged)) {
      return Optional.empty();
    }
    judged = commit.id();
    Optional<EngineFleet> before = inForce.isEmpty() ? lastGood(commit) : Optional.empty();
    reject(commit, List.of(fault.diagnostic()));
    return before;
  }

  private void rewritten(Diagnostic warning) {
    event(EventLog.Severity.WARNING, EventKind.GIT, warning.code().id(), warning.detail());
  }

  private Optional<EngineFleet> judge(GitHead head) {
    judged = head.commit().id();
    Loaded loaded = load(head.tree());
    if (loaded.fleet().isPresent()) {
      List<Diagnostic> warnings = new ArrayList<>(head.warnings());
      warnings.addAll(loaded.findings());
      accept(head.commit(), loaded.fleet().get(), warnings);
      return loaded.fleet();
    }
    Optional<EngineFleet> before = inForce.isEmpty() ? lastGood(head.commit()) : Optional.empty();
    reject(head.commit(), loaded.findings());
    return before;
  }

  /** After a restart with a broken commit at the head: the one that was in force before is still known by its id. */
  private Optional<EngineFleet> lastGood(GitCommit broken) {
    try {
      return store.revisions().last().map(Revisions.InForce::revision)
          .filter(id -> !id.equals(broken.id()))
          .flatMap(source::commit)
          .flatMap(
              head -> {
                Loaded loaded = load(head.tree());
                loaded.fleet().ifPresent(fleet -> accept(head.commit(), fleet, loaded.findings()));
                return loaded.fleet();
              });
    } catch (GitFault fault) {
      return Optional.empty();
    }
  }

  /** What became of the files: a fleet with warnings, or none with errors. */
  private record Loaded(Optional<EngineFleet> fleet, List<Diagnostic> findings) {}

  private Loaded load(FileTree tree) {
    FleetLoad load = loader.load(tree);
    Optional<Parsed<EngineFleet>> parsed = load.fleet().map(Kinds::parse);
    // A document is parsed to be checked and once more to be used: what is found both times is one finding.
    List<Diagnostic> findings =
        Stream.concat(load.diagnostics().stream(), parsed.stream().flatMap(p -> p.diagnostics().stream())).distinct().toList();
    return new Loaded(parsed.flatMap(Parsed::parsed), findings);
  }

  private void accept(GitCommit commit, EngineFleet fleet, List<Diagnostic> warnings) {
    inForce = Optional.of(fleet);
    source.keep(commit.id());
    Instant now = clock.instant();
    boolean isNews = store.revisions().last().map(last -> !last.revision().equals(commit.id())).orElse(true);
    board.declare(fleet);
    store.revisions().describe(new Revisions.Made(commit.id(), commit.author(), commit.time(), commit.subject()));
    board.source(
        known ->
            known.accepted(
                shown(commit),
                isNews ? now : store.revisions().last().map(Revisions.InForce::at).orElse(now),
                warnings));
    if (isNews) {
      event(EventLog.Severity.INFO, EventKind.COMMIT, "",
          "Commit %s by %s is in force, \"%s\": %s, %s.".formatted(
              commit.shortId(), commit.author(), commit.subject(), count(fleet.hosts().size(), "host"), count(fleet.vmCount(), "VM")));
    }
  }

  private void reject(GitCommit commit, List<Diagnostic> findings) {
    List<Diagnostic> errors = findings.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).toList();
    board.source(known -> known.rejecting(shown(commit), clock.instant(), errors));
    String stays = inForce.map(fleet -> shortId(fleet.fleet().revision()) + " stays in force").orElse("nothing is in force");
    event(EventLog.Severity.ERROR, EventKind.REJECTED, errors.isEmpty() ? "" : errors.getFirst().code().id(),
        "Commit %s by %s, \"%s\", has %s; %s."
            .formatted(
                commit.shortId(), commit.author(), commit.subject(), count(errors.size(), "error"),
                stays));
  }

  private void failing(Diagnostic why) {
    board.source(known -> known.failing(why.code() + ": " + why.detail(), source.lastFetch()));
    if (!isFailing) {
      event(EventLog.Severity.WARNING, EventKind.GIT, why.code().id(), "Git does not answer: " + why.detail());
    }
    isFailing = true;
  }

  private void answering() {
    board.source(known -> known.polled(clock.instant()));
    if (isFailing) {
      event(EventLog.Severity.INFO, EventKind.GIT, "", "Git answers again.");
    }
    isFailing = false;
  }

  private void event(EventLog.Severity severity, EventKind kind, String code, String message) {
    store.events()
        .append(new EventLog.NewEvent(clock.instant(), severity, kind.word(), "", Optional.empty(), "", code, message));
  }

  private static Commit shown(GitCommit commit) {
    return new Commit(commit.id(), commit.author(), commit.time(), commit.subject());
  }

  private static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }

  private static String shortId(String revision) {
    return revision.substring(0, Math.min(8, revision.length()));
  }
}
