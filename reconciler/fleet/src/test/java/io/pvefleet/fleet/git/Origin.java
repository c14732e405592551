package io.pvefleet.fleet.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A repository that plays the server: every commit is one minute after the one before. */
final class Origin implements AutoCloseable {

  private final Path folder;
  private final Git git;
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private String first = "";

  private Origin(Path folder, Git git) {
    this.folder = folder;
    this.git = git;
  }

  static Origin create(Path folder) {
    try {
      return new Origin(folder, Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call());
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return folder.toUri().toString();
  }

  Path folder() {
    return folder;
  }

  Origin write(String path, String text) {
    try {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.writeString(folder.resolve(path), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Origin delete(String path) {
    try {
      Files.delete(folder.resolve(path));
      git.rm().addFilepattern(path).call();
      return this;
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  void commit(String message) {
    try {
      now = now.plusSeconds(60);
      git.add().addFilepattern(".").call();
      PersonIdent author = new PersonIdent("Kim Ops", "kim@example.com", now, ZoneOffset.ofHours(9));
      String id = git.commit().setMessage(message + "\n\nBody.\n").setAuthor(author).setCommitter(author).setSign(false).call().name();
      first = first.isEmpty() ? id : first;
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  Origin resetToFirst() {
    try {
      git.reset().setMode(ResetCommand.ResetType.HARD).setRef(first).call();
      return this;
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    git.close();
  }
}
