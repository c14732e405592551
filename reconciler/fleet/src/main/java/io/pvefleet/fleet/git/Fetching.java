package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.FetchResult;

/**
 * One fetch at a time with an end: the library limits each wait for the server, so that one that sends a byte now and then could keep it
 * for ever, or fill the disk. Blocks its caller; one thread uses it at a time.
 */
final class Fetching {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final GitSettings settings;
  private final Path objects;
  private Optional<Thread> stuck = Optional.empty();

  Fetching(GitSettings settings, Path objects) {
    this.settings = settings;
    this.objects = objects;
  }

  /** What is to be done. */
  interface Work {
    FetchResult fetch(ProgressMonitor monitor) throws NotSupportedException, TransportException;
  }

  /**
   * Fetches, within the time and the size.
   *
   * @throws GitFault where one of them is passed
   */
  FetchResult run(Work work) throws NotSupportedException, TransportException, IOException {
    if (stuck.filter(Thread::isAlive).isPresent()) {
      throw neverEnds("An earlier fetch has still not ended.");
    }
    Cancelling monitor = new Cancelling();
    CompletableFuture<FetchResult> done = new CompletableFuture<>();
    Thread worker = Thread.ofVirtual().name("git-fetch").start(() -> {
      try {
        done.complete(work.fetch(monitor));
      } catch (NotSupportedException | TransportException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    long deadline = System.nanoTime() + settings.limits().whole().toNanos();
    long before = size();
    while (true) {
      try {
        return done.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Optional<GitFault> end = limit(deadline, before);
        if (end.isPresent()) {
          monitor.cancel();
          worker.interrupt();
          stuck = Optional.of(worker);
          throw end.get();
        }
      } catch (InterruptedException e) {
        monitor.cancel();
        worker.interrupt();
        Thread.currentThread().interrupt();
        throw new TransportException("the fetch was interrupted", e);
      } catch (ExecutionException e) {
        throw thrown(e.getCause() == null ? e : e.getCause());
      }
    }
  }

  private Optional<GitFault> limit(long deadline, long before) throws IOException {
    if (System.nanoTime() - deadline >= 0) {
      return Optional.of(neverEnds("It did not end within " + settings.limits().whole().toSeconds() + " s, though the server sends."));
    }
    return size() - before > settings.limits().bytes()
        ? Optional.of(neverEnds("It has brought more than " + settings.limits().bytes() + " bytes and goes on."))
        : Optional.empty();
  }

  private long size() throws IOException {
    Path packs = objects.resolve("pack");
    if (!Files.isDirectory(packs)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(packs); Stream<Path> loose = Files.list(objects)) {
      return Stream.concat(files, loose.filter(Files::isRegularFile)).mapToLong(Fetching::sizeOf).sum();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // a temporary file that went away meanwhile
    }
  }

  private GitFault neverEnds(String why) {
    return new GitFault(Diagnostic.errorOfAll(GitCodes.NEVER_ENDS, settings.url(), settings.url() + ": " + why,
        "Look at the server and the link; a repository that is so large is better split. The last good commit stays in force."));
  }

  private static RuntimeException thrown(Throwable cause) throws NotSupportedException, TransportException {
    switch (cause) {
      case NotSupportedException e -> throw e;
      case TransportException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new TransportException("fetch", cause);
    }
  }

  /** Ends the library's work at its next step. */
  private static final class Cancelling extends EmptyProgressMonitor {
    private volatile boolean isCancelled;

    void cancel() {
      isCancelled = true;
    }

    @Override
    public boolean isCancelled() {
      return isCancelled;
    }
  }
}
