package io.pvefleet.app.simulate;

import io.pvefleet.app.simulate.Simulation.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * A fleet repository in a folder, written and committed for simulated hosts. Tokens lie in a folder beside it, never in it, and only
 * its owner may read them. A folder that holds anything else is left alone.
 */
public final class FleetRepository {

  /** Its presence says that this program made the folder and may replace it. */
  private static final String MARK = ".pvefleet-simulation";

  /** Taken from the example repository, which tests parse, plan and apply. */
  private static final List<String> OF_EXAMPLE =
      List.of("fleet.yaml", "profiles/base.yaml", "profiles/linux.yaml", "profiles/linux-kiosk.yaml", "profiles/windows-pos.yaml",
          "profiles/server.yaml", "profiles/backup.yaml", "schedules/night.yaml", "access/operators.yaml",
          "access/till-support.yaml",
          "schemas/v1/accesspolicy.json", "schemas/v1/document.json", "schemas/v1/fleet.json", "schemas/v1/host.json",
          "schemas/v1/profile.json", "schemas/v1/site.json", "schemas/v1/virtualmachine.json", "schemas/v1/window.json",
          ".vscode/settings.json",
          ".vscode/extensions.json", ".editorconfig");

  /** Somebody watches: a minute until a change behind the tool's back is seen would be long. */
  private static final String INTERVAL = "interval: 15s";

  private static final PersonIdent AUTHOR = new PersonIdent("pvefleet simulate", "simulate@example.invalid");

  private final Path folder;

  public FleetRepository(Path folder) {
    this.folder = folder;
  }

  /** Folder with the tokens. */
  public Path tokens() {
    return folder.resolveSibling(folder.getFileName() + ".tokens");
  }

  /** Whether this program may write here: nothing is there, or only what it wrote before. */
  public boolean isOurs() {
    if (!Files.exists(folder)) {
      return true;
    }
    if (Files.exists(folder.resolve(".git").resolve(MARK))) {
      return true;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether nothing would be lost by writing anew: no commit and no edit has come since this program wrote it. */
  public boolean isUntouched() {
    if (!Files.exists(folder.resolve(".git"))) {
      return true;
    }
    try (Git git = Git.open(folder.toFile())) {
      int commits = 0;
      for (RevCommit ignored : git.log().setMaxCount(2).call()) {
        commits++;
      }
      return commits < 2 && git.status().call().isClean();
    } catch (IOException | GitAPIException e) {
      return false; // what cannot be read cannot be judged worthless
    }
  }

  /** Writes and commits everything anew. */
  void write(List<Member> members, int vmsPerHost) {
    try {
      remove();
      Files.createDirectories(tokens(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createDirectories(folder);
      write("README.md", resource("README.md"));
      for (String name : OF_EXAMPLE) {
        write(name, resource("example/" + name).replaceFirst("interval: \\w+", INTERVAL));
      }
      for (int i = 0; i < members.size(); i++) {
        Member member = members.get(i);
        Path token = tokens().resolve(member.name() + ".token");
        Files.createFile(token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, member.token() + "\n");
        SiteFiles site = new SiteFiles(member, i, vmsPerHost, token);
        write("sites/" + member.name() + "/site.yaml", site.site());
        write("sites/" + member.name() + "/vms.yaml", site.vms());
      }
      commit();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("Cannot write the fleet repository " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Removes the repository and the tokens, where they are ours. */
  public void remove() {
    if (isOurs()) {
      delete(folder);
      delete(tokens());
    }
  }

  private void commit() throws IOException, GitAPIException {
    try (Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call()) {
      Files.writeString(folder.resolve(".git").resolve(MARK), "Written by pvefleet simulate; may be replaced by it.\n");
      git.add().addFilepattern(".").call();
      git.commit().setMessage("Describe the simulated fleet").setAuthor(AUTHOR).setCommitter(AUTHOR).setSign(false).call();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FleetRepository.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try {
      Files.walkFileTree(tree, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, @org.jspecify.annotations.Nullable IOException e) throws IOException {
          Files.delete(dir);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
