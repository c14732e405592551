package io.pvefleet.app.web.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.yaml.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links to the server of the repository: right where it is known, and none where it is not. */
class GitWebTest {
  private static final String COMMIT = "9f3c2a71d04be855";
  private static final Place PLACE = new Place("sites/seoul-001/vms.yaml", 14, 16);

  @ParameterizedTest
  @CsvSource({
    "https://github.com/ops/fleet.git, https://github.com/ops/fleet/blob/C/sites/seoul-001/vms.yaml#L14",
    "git@github.com:ops/fleet.git, https://github.com/ops/fleet/blob/C/sites/seoul-001/vms.yaml#L14",
    "ssh://git@ssh.github.com:443/ops/fleet.git, https://github.com/ops/fleet/blob/C/sites/seoul-001/vms.yaml#L14",
    "https://gitlab.com/group/sub/fleet, https://gitlab.com/group/sub/fleet/-/blob/C/sites/seoul-001/vms.yaml#L14",
    "ssh://git@gitlab.example.org:2222/ops/fleet.git, https://gitlab.example.org/ops/fleet/-/blob/C/sites/seoul-001/vms.yaml#L14",
    "https://gitlab.example.org:8443/ops/fleet.git, https://gitlab.example.org:8443/ops/fleet/-/blob/C/sites/seoul-001/vms.yaml#L14",
    "https://codeberg.org/ops/fleet.git, https://codeberg.org/ops/fleet/src/commit/C/sites/seoul-001/vms.yaml#L14",
    "git@gitea.example.org:ops/fleet.git, https://gitea.example.org/ops/fleet/src/commit/C/sites/seoul-001/vms.yaml#L14",
    "https://forgejo.example.org/ops/fleet, https://forgejo.example.org/ops/fleet/src/commit/C/sites/seoul-001/vms.yaml#L14",
    "git@bitbucket.org:ops/fleet.git, https://bitbucket.org/ops/fleet/src/C/sites/seoul-001/vms.yaml#lines-14",
    "git@git.sr.ht:~ops/fleet, https://git.sr.ht/~ops/fleet/tree/C/item/sites/seoul-001/vms.yaml#L14"
  })
  void knownServersHaveALineOfAFileAtACommit(String url, String link) {
    assertThat(GitWeb.of(url, "", "").line(PLACE, COMMIT)).hasValue(link.replace("C/", COMMIT + "/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "https://git.example.org/fleet.git", "git@git.example.org:fleet.git", "file:///srv/fleet.git", "/srv/fleet", ".", "C:\\fleet",
    "https://bitbucket.example.org/scm/ops/fleet.git", "https://notgithub.com/ops/fleet", ""
  })
  void othersHaveNone(String url) {
    GitWeb web = GitWeb.of(url, "", "");
    assertThat(web.line(PLACE, COMMIT)).isEmpty();
    assertThat(web.commit(COMMIT)).isEmpty();
    assertThat(web.home()).isEmpty();
  }

  @Test
  void theSettingNamesWhatServesItOrTheAddressItself() {
    GitWeb gitea = GitWeb.of("ssh://git@git.example.org:2222/ops/fleet.git", "", "gitea");
    assertThat(gitea.commit(COMMIT)).hasValue("https://git.example.org/ops/fleet/commit/" + COMMIT);
    assertThat(gitea.home()).hasValue("https://git.example.org/ops/fleet");
    GitWeb own = GitWeb.of("git@git.example.org:ops/fleet.git", "", "https://code.example.org/{path}/x/{commit}/{file}?line={line}");
    assertThat(own.line(PLACE, COMMIT))
        .hasValue("https://code.example.org/ops/fleet/x/" + COMMIT + "/sites/seoul-001/vms.yaml?line=14");
    assertThat(own.commit(COMMIT)).as("an address of a line says nothing of commits").isEmpty();
  }

  @Test
  void aFleetInAFolderAndNamesThatAreNotPlainAreWrittenIntoTheAddress() {
    GitWeb web = GitWeb.of("https://github.com/ops/infra.git", "fleets/korea/", "");
    assertThat(web.line(new Place("sites/서울 #1/vms.yaml", 3, 1), COMMIT))
        .hasValue("https://github.com/ops/infra/blob/" + COMMIT
            + "/fleets/korea/sites/%EC%84%9C%EC%9A%B8%20%231/vms.yaml#L3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"worktree", "", "abc", "../../etc", "9f3c2a71\"onclick"})
  void whatIsNoCommitHasNoLink(String revision) {
    GitWeb web = GitWeb.of("https://github.com/ops/fleet.git", "", "");
    assertThat(web.line(PLACE, revision)).isEmpty();
    assertThat(web.commit(revision)).isEmpty();
  }
}
