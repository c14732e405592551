package io.pvefleet.fleet.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A bare repository written object by object: trees that no checkout and no honest client would make. */
final class RawOrigin implements AutoCloseable {
  private final Path folder;
  private final Repository repository;
  private final ObjectInserter inserter;

  private RawOrigin(Path folder, Repository repository) {
    this.folder = folder;
    this.repository = repository;
    this.inserter = repository.newObjectInserter();
  }

  static RawOrigin create(Path folder) {
    try {
      Repository repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
      repository.create(true);
      return new RawOrigin(folder, repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return folder.toUri().toString();
  }

  Repository repository() {
    return repository;
  }

  ObjectId blob(String text) {
    return of(() -> inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A file of so many zero bytes. */
  ObjectId zeros(long bytes) {
    InputStream zeros = new InputStream() {
      private long left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int some = (int) Math.min(length, left);
        java.util.Arrays.fill(buffer, offset, offset + some, (byte) 0);
        left -= some;
        return some;
      }
    };
    return of(() -> inserter.insert(Constants.OBJ_BLOB, bytes, zeros));
  }

  /** A folder; names are taken as they are, in Git's order. */
  ObjectId tree(Map<String, Entry> entries) {
    SortedMap<String, Map.Entry<String, Entry>> sorted = new TreeMap<>();
    // Git sorts a folder as if its name ended in a slash.
    entries.entrySet().forEach(e -> sorted.put(e.getKey() + (e.getValue().mode() == FileMode.TREE ? "/" : ""), e));
    TreeFormatter formatter = new TreeFormatter();
    sorted.values().forEach(e -> formatter.append(e.getKey(), e.getValue().mode(), e.getValue().id()));
    return of(() -> inserter.insert(formatter));
  }

  record Entry(FileMode mode, ObjectId id) {
    static Entry file(ObjectId id) {
      return new Entry(FileMode.REGULAR_FILE, id);
    }

    static Entry folder(ObjectId id) {
      return new Entry(FileMode.TREE, id);
    }
  }

  /** Makes the branch main point to a commit of that tree alone. */
  String commit(ObjectId tree) {
    return of(() -> {
      CommitBuilder commit = new CommitBuilder();
      PersonIdent author = new PersonIdent("Kim Ops", "kim@example.com", Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
      commit.setTreeId(tree);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("Raw");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/main");
      update.setNewObjectId(id);
      update.forceUpdate();
      return id.name();
    });
  }

  private interface Io<T> {
    T get() throws IOException;
  }

  private static <T> T of(Io<T> work) {
    try {
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    inserter.close();
    repository.close();
  }
}
