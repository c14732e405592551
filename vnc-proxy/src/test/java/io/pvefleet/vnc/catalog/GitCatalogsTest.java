package io.pvefleet.vnc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCatalogsTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Person KIM = new Person("kim", Set.of());
  private static final Person LEE = new Person("lee", Set.of());

  @TempDir private Path temp;
  private Repository repository;
  private Path state;

  @BeforeEach
  void make() {
    repository = new Repository(temp.resolve("origin"));
    state = temp.resolve("state");
  }

  @Test
  void aCommitComesIntoForceWhateverItsMachinesAreMadeOf() {
    try (GitCatalogs catalogs = open(NINE)) {
      assertThat(catalogs.inForce().revision()).isEmpty();
      assertThat(catalogs.inForce().rules().isEmpty()).isTrue();
      assertThat(catalogs.inForce().rules().allows(KIM, till(true), Verb.VIEW)).isFalse();

      catalogs.poll();

      Catalog catalog = catalogs.inForce();
      assertThat(catalogs.status().rejected()).isEmpty();
      assertThat(catalog.guests()).containsExactly(till(true));
      assertThat(catalog.guest("seoul-001", 102)).contains(till(true));
      assertThat(catalog.guest("seoul-001", 999)).hasValueSatisfying(unknown -> {
        assertThat(unknown.isDeclared()).isFalse();
        assertThat(unknown.name()).isEmpty();
        assertThat(unknown.siteName()).isEqualTo("서울 1호점");
      });
      assertThat(catalog.guest("busan", 102)).isEmpty();
      assertThat(catalog.host("seoul-001")).isPresent();
      assertThat(catalog.rules().allows(KIM, till(true), Verb.CONSOLE)).isTrue();
      assertThat(catalog.rules().allows(LEE, till(true), Verb.VIEW)).isFalse();
      assertThat(catalogs.status().isCurrent()).isTrue();
      assertThat(catalogs.status().since()).contains(NINE);
    }
  }

  @Test
  void aBrokenCommitChangesNothingButTheStatus() {
    try (GitCatalogs catalogs = open(NINE)) {
      catalogs.poll();
      String good = catalogs.inForce().revision();
      String bad = repository.policy("usr", "lee").commit("Break it");
      catalogs.poll();

      assertThat(catalogs.inForce().revision()).isEqualTo(good);
      assertThat(catalogs.status().isCurrent()).isFalse();
      assertThat(catalogs.status().rejected()).hasValueSatisfying(rejected -> {
        assertThat(rejected.commit().id()).isEqualTo(bad);
        assertThat(rejected.errors()).extracting(d -> d.code().id()).contains("PVF-0110");
      });

      repository.policy("user", "lee").commit("Mend it");
      catalogs.poll();
      assertThat(catalogs.status().isCurrent()).isTrue();
      assertThat(catalogs.inForce().rules().allows(LEE, till(true), Verb.VIEW)).isTrue();
      assertThat(catalogs.inForce().rules().allows(KIM, till(true), Verb.VIEW)).isFalse();
    }
  }

  @Test
  void theGoodCommitStaysInForceOverARestart() {
    String good;
    try (GitCatalogs catalogs = open(NINE)) {
      catalogs.poll();
      good = catalogs.inForce().revision();
      repository.policy("usr", "lee").commit("Break it");
      catalogs.poll();
    }
    try (GitCatalogs catalogs = open(TEN)) {
      assertThat(catalogs.inForce().revision()).isEqualTo(good);
      assertThat(catalogs.status().since()).contains(NINE);
      catalogs.poll();
      assertThat(catalogs.inForce().revision()).isEqualTo(good);
      assertThat(catalogs.status().rejected()).isPresent();
    }
  }

  @Test
  void aRestartWhileGitIsAwayGoesOnWithWhatWasInForce() throws IOException {
    try (GitCatalogs catalogs = open(NINE)) {
      catalogs.poll();
    }
    Files.move(repository.folder(), temp.resolve("elsewhere"));
    try (GitCatalogs catalogs = open(TEN)) {
      catalogs.poll();
      assertThat(catalogs.inForce().guests()).hasSize(1);
      assertThat(catalogs.status().fault()).isPresent();
      assertThat(catalogs.status().isServing()).isTrue();
      assertThat(catalogs.status().isCurrent()).isFalse();
      Files.move(temp.resolve("elsewhere"), repository.folder());
      catalogs.poll();
      assertThat(catalogs.status().isCurrent()).isTrue();
      assertThat(catalogs.status().since()).contains(NINE);
    }
  }

  @Test
  void aLostMemoryFallsBackToTheNewestCommitThatWasFetched() throws IOException {
    try (GitCatalogs catalogs = open(NINE)) {
      catalogs.poll();
    }
    Files.writeString(state.resolve("console-commit"), "half a li");
    Files.move(repository.folder(), temp.resolve("elsewhere"));
    try (GitCatalogs catalogs = open(TEN)) {
      assertThat(catalogs.inForce().guests()).hasSize(1);
      assertThat(catalogs.status().since()).contains(TEN);
    }
  }

  @Test
  void listenersHearOfEachCatalogOnceAndOneThatFailsKeepsNobodyFromHearing() {
    try (GitCatalogs catalogs = open(NINE)) {
      List<String> heard = new ArrayList<>();
      catalogs.onNew(_ -> {
        throw new IllegalStateException("on purpose");
      });
      catalogs.onNew(catalog -> {
        assertThat(catalogs.inForce()).isSameAs(catalog);
        heard.add(catalog.revision());
      });
      catalogs.poll();
      catalogs.poll();
      repository.policy("usr", "lee").commit("Break it");
      catalogs.poll();
      String mended = repository.policy("user", "lee").commit("Mend it");
      catalogs.poll();
      assertThat(heard).hasSize(2).last().isEqualTo(mended);
    }
  }

  @Test
  void polledByItselfUntilClosed() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(2);
    try (GitCatalogs catalogs = open(NINE)) {
      catalogs.onNew(_ -> {
        second.countDown();
        repository.policy("user", "lee" + second.getCount()).commit("Another");
      });
      catalogs.start(Duration.ofMillis(10));
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFolderIsReadAsItIs() {
    assertThat(CatalogLoader.folder(repository.folder()).catalog()).hasValueSatisfying(catalog ->
        assertThat(catalog.guests()).hasSize(1));
    repository.file("sites/seoul-001/more.yaml", "apiVersion: pvefleet/v1\nkind: VirtualMachine\nmetadata: {name: x}\nspec: {vmid: 102}\n");
    assertThat(CatalogLoader.folder(repository.folder()).diagnostics()).extracting(d -> d.code().id()).containsExactly("PVF-0124");
  }

  private GitCatalogs open(Instant now) {
    return GitCatalogs.open(repository.settings(temp.resolve("clone")), state, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Guest till(boolean isDeclared) {
    return new Guest("seoul-001", 102, "pos-01", "seoul-001", "서울 1호점", java.time.ZoneId.of("Asia/Seoul"), Map.of("role", "pos"),
        isDeclared);
  }
}
