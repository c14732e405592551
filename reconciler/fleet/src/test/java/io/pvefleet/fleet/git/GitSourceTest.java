package io.pvefleet.fleet.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.model.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourceTest {

  @TempDir Path temp;

  @Test
  void headOfTheBranchIsReadWithItsCommit() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "")) {
      origin.write("fleet.yaml", "kind: Fleet\n").write("README.md", "no YAML").write("sites/a/vms.yml", "x: 1\n").commit("Add a fleet");

      GitHead head = source.fetch();

      assertThat(head.tree().files().keySet()).containsExactly("fleet.yaml", "sites/a/vms.yml");
      assertThat(head.commit().subject()).isEqualTo("Add a fleet");
      assertThat(head.commit().author()).isEqualTo("Kim Ops");
      assertThat(head.commit().time()).isEqualTo(Instant.parse("2026-11-01T00:01:00Z"));
      assertThat(head.commit().id()).isEqualTo(head.tree().revision()).hasSize(40);
      assertThat(head.warnings()).isEmpty();
    }
  }

  @Test
  void fetchWithoutANewCommitGivesTheSameObject() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "")) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      GitHead first = source.fetch();
      assertThat(source.fetch()).isSameAs(first);
      origin.write("fleet.yaml", "a: 2\n").commit("two");
      assertThat(new String(source.fetch().tree().files().get("fleet.yaml"))).isEqualTo("a: 2\n");
    }
  }

  @Test
  void locksThatAKilledProcessLeftAreNoObstacle() throws Exception {
    try (Origin origin = Origin.create(temp.resolve("origin"))) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      try (GitSource source = source(origin.url(), "main", "")) {
        source.fetch();
      }
      Path clone = temp.resolve("clone");
      java.nio.file.Files.writeString(clone.resolve("refs/pvefleet/main.lock"), "");
      java.nio.file.Files.writeString(clone.resolve("packed-refs.lock"), "");
      origin.write("fleet.yaml", "a: 2\n").commit("two");
      try (GitSource again = source(origin.url(), "main", "")) {
        assertThat(new String(again.fetch().tree().files().get("fleet.yaml"))).isEqualTo("a: 2\n");
      }
    }
  }

  @Test
  void subFolderIsTheRootAndItsIgnoreFileIsHonoured() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "/ops/fleet/")) {
      origin.write("other.yaml", "a: 1\n").write("ops/fleet/fleet.yaml", "a: 1\n").write("ops/fleet/drafts/x.yaml", "a: 1\n")
          .write("ops/fleet/.fleetignore", "drafts/\n*.tmp.yaml\n!keep.tmp.yaml\n")
          .write("ops/fleet/b.tmp.yaml", "").write("ops/fleet/keep.tmp.yaml", "").commit("one");
      assertThat(source.fetch().tree().files().keySet()).containsExactly("fleet.yaml", "keep.tmp.yaml");
    }
  }

  @Test
  void rewrittenBranchIsFollowedAndSaidOnce() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "")) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      origin.write("fleet.yaml", "a: 2\n").commit("two");
      source.fetch();
      origin.resetToFirst().write("fleet.yaml", "a: 3\n").commit("three");

      GitHead head = source.fetch();
      assertThat(head.warnings()).singleElement().satisfies(w -> assertThat(w.code()).isEqualTo(GitCodes.REWRITTEN));
      assertThat(new String(head.tree().files().get("fleet.yaml"))).isEqualTo("a: 3\n");
      assertThat(source.fetch().warnings()).isEmpty();
    }
  }

  @Test
  void missingBranchNamesTheOnesThereAre() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "mian", "")) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      assertFault(source::fetch, GitCodes.NO_BRANCH, "no branch \"mian\"", "It has main", "Did you mean \"main\"?");
    }
  }

  @Test
  void emptyRepositoryHasNoBranch() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "")) {
      assertFault(source::fetch, GitCodes.NO_BRANCH, "no branch at all");
    }
  }

  @Test
  void vanishedFolderIsAFaultAndNoEmptyFleet() {
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "ops")) {
      origin.write("ops/fleet.yaml", "a: 1\n").commit("one");
      source.fetch();
      origin.delete("ops/fleet.yaml").write("x.yaml", "").commit("two");
      assertFault(source::fetch, GitCodes.NO_FOLDER_IN_COMMIT, "no folder \"ops\"");
    }
  }

  @Test
  void lastHeadIsThereWithoutTheServer() throws IOException {
    GitSettings settings;
    try (Origin origin = Origin.create(temp.resolve("origin")); GitSource source = source(origin.url(), "main", "")) {
      origin.write("fleet.yaml", "a: 1\n").commit("one");
      source.fetch();
      settings = settings(origin.url(), "main", "", new GitCredential.None());
    }
    Files.move(temp.resolve("origin"), temp.resolve("away"));
    try (GitSource source = GitSource.open(settings)) {
      assertThat(source.localHead()).hasValueSatisfying(head -> assertThat(head.commit().subject()).isEqualTo("one"));
      assertFault(source::fetch, GitCodes.NO_REPOSITORY, "origin");
      assertThat(source.localHead()).isPresent();
    }
  }

  @Test
  void refusedConnectionIsUnreachable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (GitSource source = source("https://127.0.0.1:" + port + "/fleet.git", "main", "")) {
      assertFault(source::fetch, GitCodes.UNREACHABLE, "127.0.0.1");
    }
  }

  @Test
  void silentServerEndsAtTheTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GitSettings settings = new GitSettings("http://127.0.0.1:" + silent.getLocalPort() + "/fleet.git", "main", "",
          new GitCredential.None(), temp.resolve("clone"), Duration.ofSeconds(1));
      try (GitSource source = GitSource.open(settings)) {
        assertFault(source::fetch, GitCodes.UNREACHABLE, "imed out");
      }
    }
  }

  @Test
  void addressesThatWouldLeakSecretsAreRefused() {
    assertFault(() -> source("https://ops:hunter2@git.example/fleet.git", "main", ""), GitCodes.BAD_ADDRESS, "password");
    GitCredential token = new GitCredential.Token("x", new SecretRef("env:T"));
    assertFault(() -> GitSource.open(settings("http://git.example/fleet.git", "main", "", token)), GitCodes.BAD_ADDRESS, "http");
    assertFault(() -> source("git://git.example/fleet.git", "main", ""), GitCodes.BAD_ADDRESS, "scheme");
    assertThatThrownBy(() -> source("https://ops:hunter2@git.example/fleet.git", "main", ""))
        .satisfies(e -> assertThat(((GitFault) e).diagnostic().toString()).doesNotContain("hunter2"));
  }

  @Test
  void unreadableCredentialsAreNamedNotShown() {
    GitCredential missing = new GitCredential.Token("x", new SecretRef("file:" + temp.resolve("none")));
    try (GitSource source = GitSource.open(settings("https://git.example/fleet.git", "main", "", missing))) {
      assertFault(source::fetch, GitCodes.NO_CREDENTIAL, "does not exist");
    }
    GitCredential literal = new GitCredential.Token("x", new SecretRef("ghp_secret"));
    try (GitSource source = GitSource.open(settings("https://git.example/fleet.git", "main", "", literal))) {
      assertThatThrownBy(source::fetch)
          .satisfies(e -> assertThat(((GitFault) e).diagnostic().toString()).doesNotContain("ghp_secret"));
    }
  }

  @Test
  void folderOfSomethingElseIsNoClone() throws IOException {
    Files.createDirectories(temp.resolve("clone"));
    Files.writeString(temp.resolve("clone/family.jpg"), "x");
    assertFault(() -> source("https://git.example/fleet.git", "main", ""), GitCodes.BAD_CLONE, "no bare clone");
    assertThat(temp.resolve("clone/family.jpg")).exists();
  }

  private GitSource source(String url, String branch, String folder) {
    return GitSource.open(settings(url, branch, folder, new GitCredential.None()));
  }

  private GitSettings settings(String url, String branch, String folder, GitCredential credential) {
    return new GitSettings(url, branch, folder, credential, temp.resolve("clone"), Duration.ofSeconds(10));
  }

  static void assertFault(ThrowingCallable call, Code code, String... fragments) {
    assertThatThrownBy(call).isInstanceOfSatisfying(GitFault.class, fault -> {
      assertThat(fault.diagnostic().code()).isEqualTo(code);
      assertThat(fault.diagnostic().detail() + " " + fault.diagnostic().remedy()).contains(fragments);
    });
  }
}
