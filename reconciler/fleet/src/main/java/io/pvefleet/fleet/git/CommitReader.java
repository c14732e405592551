package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the YAML files of a commit from the object store, within the limits. Links and submodules are left out, and said so. */
final class CommitReader {

  private CommitReader() {}

  static GitHead read(Repository repository, ObjectId id, String folder) throws IOException {
    try (ObjectReader reader = repository.newObjectReader(); RevWalk walk = new RevWalk(reader)) {
      RevCommit commit = walk.parseCommit(id);
      GitCommit about = new GitCommit(commit.name(), commit.getAuthorIdent().getName(),
          Instant.ofEpochSecond(commit.getCommitTime()), commit.getShortMessage());
      try {
        return new GitHead(about, tree(reader, folder(reader, commit, folder), commit.name()), List.of());
      } catch (GitFault fault) {
        throw new UnreadableCommit(about, fault);
      }
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

  private static FileTree tree(ObjectReader reader, ObjectId root, String revision) throws IOException {
    Ignore ignore = ignore(reader, root);
    TreeBudget budget = new TreeBudget();
    TreeNames names = new TreeNames();
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(root);
      while (walk.next()) {
        String path = walk.getPathString();
        budget.entry(path);
        if (walk.isSubtree()) {
          if (!ignore.ignoresFolder(path)) {
            names.used(path);
            walk.enterSubtree();
          }
        } else if (FileMode.GITLINK.equals(walk.getRawMode(0))) {
          if (!ignore.ignoresFolder(path)) {
            names.leftOut(path, "a submodule");
          }
        } else if (FileTree.isRead(path) && !ignore.ignoresFile(path)) {
          if (isFile(walk)) {
            names.used(path);
            files.put(path, content(reader, walk.getObjectId(0), path, budget));
          } else {
            names.leftOut(path, "a symbolic link");
          }
        }
      }
    }
    return new FileTree(revision, files, names.warnings());
  }

  /** The size is asked for first: opening an object may bring all of it into memory. */
  private static byte[] content(ObjectReader reader, ObjectId id, String path, TreeBudget budget) throws IOException {
    budget.content(path, reader.getObjectSize(id, Constants.OBJ_BLOB));
    return reader.open(id, Constants.OBJ_BLOB).getBytes();
  }

  private static Ignore ignore(ObjectReader reader, ObjectId root) throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(root);
      while (walk.next()) {
        if (walk.getNameString().equals(Ignore.FILE) && isFile(walk)) {
          return Ignore.parse(content(reader, walk.getObjectId(0), Ignore.FILE, new TreeBudget()));
        }
      }
      return Ignore.nothing();
    }
  }

  private static boolean isFile(TreeWalk walk) {
    return FileMode.REGULAR_FILE.equals(walk.getRawMode(0)) || FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0));
  }
}
