package io.pvefleet.fleet.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.RawOrigin.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that are too large, too odd or hostile, and fetches that never end. */
class GitLimitsTest {
  private static final String FLEET = "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: a}\n";

  @TempDir Path temp;

  @Test
  void fiftyThousandFilesAreReadAndOneMoreIsRefusedWithItsCommit() {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      Map<String, Entry> folders = new LinkedHashMap<>();
      Entry yaml = Entry.file(origin.blob(FLEET));
      Entry text = Entry.file(origin.blob("text"));
      for (int i = 0; i < 50; i++) { // 50 folders of 998 files and a YAML file each, and fleet.yaml beside them: 50,001 entries
        Map<String, Entry> files = new LinkedHashMap<>();
        for (int j = 0; j < 998; j++) {
          files.put("file-" + j + ".txt", text);
        }
        files.put("vms.yaml", yaml);
        folders.put("site-" + i, Entry.folder(origin.tree(files)));
      }
      origin.commit(origin.tree(folders));
      Instant start = Instant.now();
      FileTree tree = source.fetch().tree();
      System.out.printf("a repository of %d entries: fetched and read in %d ms%n", TreeBudget.MAX_ENTRIES,
          Duration.between(start, Instant.now()).toMillis());
      assertThat(tree.files()).hasSize(50);

      folders.put("fleet.yaml", yaml);
      String large = origin.commit(origin.tree(folders));
      assertUnreadable(source::fetch, large, GitCodes.TOO_LARGE, "more than 50000 files and folders");
    }
  }

  @Test
  void hundredMegabytesAreNeverOpenedWhetherTheyAreYamlOrNot() throws IOException {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin"))) {
      Entry fleet = Entry.file(origin.blob(FLEET));
      Entry large = Entry.file(origin.zeros(100L << 20));
      String other = origin.commit(origin.tree(Map.of("fleet.yaml", fleet, "image.iso", large)));
      assertThat(read(origin, other).files().keySet()).containsExactly("fleet.yaml");
      String dump = origin.commit(origin.tree(Map.of("fleet.yaml", fleet, "dump.yaml", large)));
      assertUnreadable(() -> read(origin, dump), dump, GitCodes.TOO_LARGE, "\"dump.yaml\" has 104857600 bytes");
      String ignored = origin.commit(
          origin.tree(Map.of("fleet.yaml", fleet, "dump.yaml", large, ".fleetignore", Entry.file(origin.blob("dump.yaml\n")))));
      assertThat(read(origin, ignored).files().keySet()).containsExactly("fleet.yaml");
    }
  }

  private static FileTree read(RawOrigin origin, String commit) throws IOException {
    return CommitReader.read(origin.repository(), ObjectId.fromString(commit), "").tree();
  }

  @Test
  void linksAndSubmodulesAreLeftOutAndSaidSo() {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      Entry fleet = Entry.file(origin.blob(FLEET));
      origin.commit(origin.tree(Map.of(
          "fleet.yaml", fleet,
          "passwd.yaml", new Entry(FileMode.SYMLINK, origin.blob("../../../../etc/passwd")),
          "README", new Entry(FileMode.SYMLINK, origin.blob("README.md")),
          "shared", new Entry(FileMode.GITLINK, ObjectId.fromString("1234567890123456789012345678901234567890")))));
      FileTree tree = source.fetch().tree();
      assertThat(tree.files().keySet()).containsExactly("fleet.yaml");
      assertThat(tree.warnings()).extracting(Diagnostic::code).containsOnly(GitCodes.NOT_FOLLOWED);
      assertThat(tree.warnings()).extracting(Diagnostic::value).containsExactlyInAnyOrder("passwd.yaml", "shared");
    }
  }

  @Test
  void namesThatLeadAwayOrPaintTheTerminalAreRefusedAndShownHarmlessly() {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      Entry fleet = Entry.file(origin.blob(FLEET));
      Map<String, String> shown = Map.of(
          "..", "..", ".", ".", "a\u001b[2Jb.yaml", "a\\u001b[2Jb.yaml", "c\nd.yaml", "c\\u000ad.yaml", "e\u202ef.yaml", "e\\u202ef.yaml",
          "g\\h.yaml", "g\\h.yaml");
      shown.forEach((name, harmless) -> {
        Entry entry = name.startsWith(".") ? Entry.folder(origin.tree(Map.of("x.yaml", fleet))) : fleet;
        String id = origin.commit(origin.tree(Map.of("fleet.yaml", fleet, name, entry)));
        assertUnreadable(source::fetch, id, GitCodes.BAD_NAME, "\"" + harmless + "\" is a name");
      });
      origin.commit(origin.tree(Map.of("fleet.yaml", fleet, "odd\u001b.txt", fleet)));
      assertThat(source.fetch().tree().files().keySet()).as("what is not read may be called anything").containsExactly("fleet.yaml");
    }
  }

  @Test
  void namesThatDifferInCaseOnlyAreBothReadAndToldOf() {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      Entry vms = Entry.file(origin.blob("a: 1\n"));
      Entry site = Entry.folder(origin.tree(Map.of("vms.yaml", vms)));
      origin.commit(origin.tree(Map.of("Seoul", site, "seoul", site)));
      FileTree tree = source.fetch().tree();
      assertThat(tree.files().keySet()).containsExactly("Seoul/vms.yaml", "seoul/vms.yaml");
      assertThat(tree.warnings()).extracting(Diagnostic::code).contains(GitCodes.SAME_NAME);
    }
  }

  @Test
  void branchThatWasMovedBackSaysWhichCommitsWereTaken() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      origin.write("fleet.yaml", "a: 2\n").commit("two");
      source.fetch();
      origin.resetToFirst();
      assertThat(source.fetch().warnings()).singleElement().satisfies(w -> {
        assertThat(w.code()).isEqualTo(GitCodes.REWRITTEN);
        assertThat(w.detail()).contains("was moved back from").contains("which is older");
      });
    }
  }

  @Test
  void commitThatIsKeptOutlivesTheBranchAndTheCollectionOfTheClone() throws Exception {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url())) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      origin.write("fleet.yaml", "a: 2\n").commit("good");
      String good = source.fetch().commit().id();
      source.keep(good);
      origin.resetToFirst().write("fleet.yaml", "a: 3\n").commit("another");
      source.fetch();
      try (Git git = Git.open(temp.resolve("clone").toFile())) {
        git.gc().setExpire(Instant.now().plusSeconds(60)).call();
      }
      assertThat(source.commit(good)).hasValueSatisfying(head -> assertThat(head.commit().subject()).isEqualTo("good"));
    }
  }

  @Test
  void ageOfTheLastFetchOutlivesTheProcess() {
    try (Origin origin = Origin.create(temp.resolve("origin"))) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      try (GitSource source = source(origin.url())) {
        assertThat(source.lastFetch()).isEmpty();
        source.fetch();
      }
      try (GitSource source = source(origin.url())) {
        assertThat(source.lastFetch().orElseThrow()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
      }
    }
  }

  @Test
  void serverThatDripsForEverIsBrokenOff() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> drip(listening));
      GitSettings settings =
          new GitSettings("http://127.0.0.1:" + listening.getLocalPort() + "/fleet.git", "main", "", new GitCredential.None(),
              temp.resolve("clone"), Duration.ofSeconds(20), new GitSettings.Limits(Duration.ofSeconds(1), 1L << 30));
      try (GitSource source = GitSource.open(settings)) {
        GitSourceTest.assertFault(source::fetch, GitCodes.NEVER_ENDS, "did not end within 1 s, though the server sends");
        GitSourceTest.assertFault(source::fetch, GitCodes.NEVER_ENDS, "");
      }
    }
  }

  @Test
  void fetchThatBringsTooMuchIsBrokenOff() {
    try (RawOrigin origin = RawOrigin.create(temp.resolve("origin"))) {
      StringBuilder text = new StringBuilder();
      java.util.Random random = new java.util.Random(1);
      for (int i = 0; i < 4_000_000; i++) {
        text.append((char) (' ' + random.nextInt(90)));
      }
      Map<String, Entry> files = new LinkedHashMap<>();
      for (int i = 0; i < 8; i++) {
        files.put("noise-" + i + ".txt", Entry.file(origin.blob(i + text.toString())));
      }
      origin.commit(origin.tree(files));
      GitSettings settings =
          new GitSettings(origin.url(), "main", "", new GitCredential.None(), temp.resolve("clone"), Duration.ofSeconds(20),
              new GitSettings.Limits(Duration.ofMinutes(1), 1L << 20));
      try (GitSource source = GitSource.open(settings)) {
        GitSourceTest.assertFault(source::fetch, GitCodes.NEVER_ENDS, "more than 1048576 bytes");
      }
    }
  }

  private static void drip(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nConnection: close\r\n\r\n"
            + "001e# service=git-upload-pack\n0000").getBytes(StandardCharsets.US_ASCII));
        out.write("fff0".getBytes(StandardCharsets.US_ASCII));
        while (true) {
          out.write('a');
          out.flush();
          Thread.sleep(50);
        }
      } catch (IOException | InterruptedException gone) {
        // the client left
      }
    }
  }

  private static void assertUnreadable(ThrowingCallable call, String commit, Code code, String fragment) {
    assertThatThrownBy(call).isInstanceOfSatisfying(UnreadableCommit.class, fault -> {
      assertThat(fault.commit().id()).isEqualTo(commit);
      assertThat(fault.diagnostic().code()).isEqualTo(code);
      assertThat(fault.diagnostic().detail()).contains(fragment);
    });
  }

  private GitSource source(String url) {
    return GitSource.open(
        new GitSettings(url, "main", "", new GitCredential.None(), temp.resolve("clone"), Duration.ofSeconds(30)));
  }
}
