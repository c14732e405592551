package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the YAML files of a commit from the object store, within the limits. Links and submodules are left out. */
final class CommitReader {

  private CommitReader() {}

  static GitHead read(Repository repository, ObjectId id, String folder) throws IOException {
    try (ObjectReader reader = repository.newObjectReader(); RevWalk walk = new RevWalk(reader)) {
      RevCommit commit = walk.parseCommit(id);
      ObjectId root = folder(reader, commit, folder);
      TreeMap<String, byte[]> files = files(reader, root);
      GitCommit about = new GitCommit(commit.name(), commit.getAuthorIdent().getName(),
          Instant.ofEpochSecond(commit.getCommitTime()), commit.getShortMessage());
      return new GitHead(about, new FileTree(commit.name(), files), List.of());
    }
  }

  private static ObjectId folder(ObjectReader reader, RevCommit commit, String folder) throws IOException {
    if (folder.isEmpty()) {
      return commit.getTree();
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, folder, commit.getTree())) {
      if (walk == null || !FileMode.TREE.equals(walk.getRawMode(0))) {
        throw new GitFault(Diagnostic.errorOfAll(GitCodes.NO_FOLDER_IN_COMMIT, folder,
            "Commit " + commit.name() + " has no folder \"" + folder + "\".",
            "Correct the folder, or restore it. A folder that vanished is never taken for an empty fleet."));
      }
      return walk.getObjectId(0);
    }
  }

  private static TreeMap<String, byte[]> files(ObjectReader reader, ObjectId root) throws IOException {
    Ignore ignore = ignore(reader, root);
    TreeBudget budget = new TreeBudget();
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(root);
      while (walk.next()) {
        String path = walk.getPathString();
        budget.entry(path);
        if (walk.isSubtree()) {
          if (!ignore.ignoresFolder(path)) {
            walk.enterSubtree();
          }
        } else if (isFile(walk) && FileTree.isRead(path) && !ignore.ignoresFile(path)) {
          ObjectLoader loader = reader.open(walk.getObjectId(0));
          budget.content(path, loader.getSize());
          files.put(path, loader.getBytes());
        }
      }
    }
    return files;
  }

  private static Ignore ignore(ObjectReader reader, ObjectId root) throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(root);
      while (walk.next()) {
        if (walk.getNameString().equals(Ignore.FILE) && isFile(walk)) {
          ObjectLoader loader = reader.open(walk.getObjectId(0));
          new TreeBudget().content(Ignore.FILE, loader.getSize());
          return Ignore.parse(loader.getBytes());
        }
      }
      return Ignore.nothing();
    }
  }

  private static boolean isFile(TreeWalk walk) {
    return FileMode.REGULAR_FILE.equals(walk.getRawMode(0)) || FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0));
  }
}
