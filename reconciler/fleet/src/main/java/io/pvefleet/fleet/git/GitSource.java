package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * A branch of a Git repository as a source of fleets, through a bare clone of its own. Blocks on network and disk; one
 * thread uses it at a time. Reads objects without a checkout, so no file of the repository is ever written to disk as such.
 */
public final class GitSource implements AutoCloseable {

  /** Its age is that of the last answer; Git's own files change for other reasons too. */
  private static final String FETCHED = "pvefleet-fetched";

  /** How much of an id people read. */
  private static final int SHORT = 8;

  private final GitSettings settings;
  private final URIish uri;
  private final Repository clone;
  private final String localRef;
  private final Fetching fetching;
  private Optional<GitHead> last = Optional.empty();

  private GitSource(GitSettings settings, URIish uri, Repository clone) {
    this.settings = settings;
    this.uri = uri;
    this.clone = clone;
    this.localRef = "refs/pvefleet/" + settings.branch();
    this.fetching = new Fetching(settings, settings.cloneFolder().resolve("objects"));
  }

  /**
   * Opens the source without touching the network.
   *
   * @throws GitFault if the address is not supported or the clone cannot be used
   */
  public static GitSource open(GitSettings settings) {
    URIish uri = GitAddress.parse(settings);
    return new GitSource(settings, uri, BareClone.open(settings.cloneFolder()));
  }

  /**
   * Fetches the branch and reads its head. When nothing changed since the last fetch, the same object is returned.
   *
   * @throws GitFault if the server cannot be reached, refuses, or has no such branch or folder, or if the tree passes a limit
   */
  public GitHead fetch() {
    Optional<Diagnostic> rewritten = update();
    GitHead head = localHead().orElseThrow(() -> GitFaults.noBranch(settings, List.of()));
    return rewritten.isPresent() ? new GitHead(head.commit(), head.tree(), List.of(rewritten.get())) : head;
  }

  /**
   * The head of the last fetch, of this process or one before it, without touching the network: what to go on with while
   * the server is away. Empty before the first fetch.
   */
  public Optional<GitHead> localHead() {
    try {
      ObjectId id = clone.resolve(localRef);
      if (id == null) {
        return Optional.empty();
      }
      if (last.filter(head -> head.commit().id().equals(id.name())).isEmpty()) {
        last = Optional.of(CommitReader.read(clone, id, settings.folder()));
      }
      return last;
    } catch (IOException e) {
      throw GitFaults.badClone(settings.cloneFolder(), e);
    }
  }

  /** A commit that an earlier fetch brought, for example the last one that was good; empty where the clone no longer has it. */
  public Optional<GitHead> commit(String id) {
    try {
      ObjectId commit = clone.resolve(id + "^{commit}");
      return commit == null ? Optional.empty() : Optional.of(CommitReader.read(clone, commit, settings.folder()));
    } catch (IOException e) {
      throw GitFaults.badClone(settings.cloneFolder(), e);
    }
  }

  /** Keeps a commit from being forgotten by the clone, for example the last one that was good, whatever becomes of the branch. */
  public void keep(String id) {
    try {
      RefUpdate update = clone.updateRef("refs/pvefleet-kept/" + settings.branch());
      update.setNewObjectId(ObjectId.fromString(id));
      update.forceUpdate();
    } catch (IOException e) {
      throw GitFaults.badClone(settings.cloneFolder(), e);
    }
  }

  /** When the server last answered a fetch, of this process or one before it; empty where that is not known. */
  public Optional<Instant> lastFetch() {
    try {
      return Optional.of(Files.getLastModifiedTime(settings.cloneFolder().resolve(FETCHED)).toInstant());
    } catch (IOException e) {
      return Optional.empty(); // never fetched
    }
  }

  private void noteFetch() throws IOException {
    Files.write(settings.cloneFolder().resolve(FETCHED), new byte[0]);
  }

  /** How the branch moved; empty where it went forward or stayed. */
  private Optional<Diagnostic> update() {
    String remoteRef = settings.branch().equals("HEAD") ? "HEAD" : "refs/heads/" + settings.branch();
    try (Transport transport = Transport.open(clone, uri)) {
      Credentials.apply(settings, transport);
      RefSpec branch = new RefSpec("+" + remoteRef + ":" + localRef);
      FetchResult result = fetching.run(monitor -> transport.fetch(monitor, List.of(branch)));
      TrackingRefUpdate update = result.getTrackingRefUpdate(localRef);
      if (update != null && (update.getResult() == RefUpdate.Result.LOCK_FAILURE
          || update.getResult() == RefUpdate.Result.IO_FAILURE)) {
        throw GitFaults.badClone(settings.cloneFolder(), new IOException(localRef + ": " + update.getResult()));
      }
      noteFetch();
      clone.autoGC(NullProgressMonitor.INSTANCE);
      return update != null && update.getResult() == RefUpdate.Result.FORCED ? Optional.of(rewritten(update)) : Optional.empty();
    } catch (TransportException e) {
      if (GitFaults.saysNoBranch(e)) {
        throw GitFaults.noBranch(settings, branches());
      }
      throw GitFaults.of(settings, e);
    } catch (NotSupportedException e) {
      throw GitAddress.unsupported(settings.url(), e);
    } catch (IOException e) {
      throw GitFaults.badClone(settings.cloneFolder(), e);
    }
  }

  private List<String> branches() {
    try (Transport transport = Transport.open(clone, uri)) {
      Credentials.apply(settings, transport);
      try (var connection = transport.openFetch()) {
        return connection.getRefs().stream().map(ref -> ref.getName())
            .filter(name -> name.startsWith("refs/heads/")).map(name -> name.substring("refs/heads/".length()))
            .sorted().toList();
      }
    } catch (IOException _) {
      // Only the suggestion is lost; the branch is missing whatever the reason of this second failure.
      return List.of();
    }
  }

  /** Told apart: commits that were taken back, and others in their place. */
  private Diagnostic rewritten(TrackingRefUpdate update) throws IOException {
    try (RevWalk walk = new RevWalk(clone)) {
      RevCommit now = walk.parseCommit(update.getNewObjectId());
      RevCommit before = walk.parseCommit(update.getOldObjectId());
      String what = walk.isMergedInto(now, before)
          ? "was moved back from %s to %s, which is older: the commits between are taken back"
          : "was moved from %s to %s, which does not follow it";
      return new Diagnostic(GitCodes.REWRITTEN, Diagnostic.Severity.WARNING, Optional.empty(), "", now.name(),
          "The branch \"" + settings.branch() + "\" "
              + what.formatted(before.abbreviate(SHORT).name(), now.abbreviate(SHORT).name()) + ".",
          "If nobody meant to rewrite it, protect the branch on the server against forced pushes.");
    }
  }

  @Override
  public void close() {
    clone.close();
  }
}
