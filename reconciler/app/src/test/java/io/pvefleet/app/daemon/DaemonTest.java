package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon against simulated hosts, from Git to page. */
class DaemonTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "a-shared-secret";

  @TempDir Path top;

  @Test
  void fleetConvergesDriftIsReportedAndHealedAndABrokenCommitChangesNothing() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(2));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 2);
        Daemon daemon = Daemon.run(settings(repository))) {
      await(daemon, view -> view.count(VmState.IN_SYNC) == 4);

      SimulatedHost first = simulated.hosts().getFirst();
      first.keyboard().stop(101);
      hook(daemon);
      await(daemon, view -> text(daemon, "/events").contains("spec.power is stopped, Git says running"));
      await(daemon, view -> view.count(VmState.IN_SYNC) == 4 && view.vm(first.name(), 101).orElseThrow().power().equals("running"));

      String good = view(daemon).source().inForce().orElseThrow().id();
      repository.write("sites/" + first.name() + "/vms.yaml", TestRepository.vms(2, "512MB"));
      repository.commit("Break it");
      hook(daemon);
      await(daemon, view -> view.source().rejected().isPresent());
      assertThat(view(daemon).source().inForce().orElseThrow().id()).isEqualTo(good);
      assertThat(text(daemon, "/")).contains("sites/" + first.name() + "/vms.yaml").contains("A newer commit is not in force");
      assertThat(text(daemon, "/actuator/prometheus"))
          .contains("pvefleet_commit_rejected 1.0")
          .contains("pvefleet_commit_info{commit=\"" + good + "\"} 1");

      repository.write("sites/" + first.name() + "/vms.yaml", TestRepository.vms(2, "768MiB"));
      repository.commit("Mend it");
      hook(daemon);
      await(daemon, view -> view.source().rejected().isEmpty() && view.count(VmState.IN_SYNC) + view.count(VmState.PENDING_RESTART) == 4
          && !view.source().inForce().orElseThrow().id().equals(good));
      assertThat(text(daemon, "/runs")).contains(first.name());
    }
  }

  @Test
  void figuresOfThePassesReachPagesApiMetricsAndTheStoreAndOutliveARestart() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1)) {
      String host = simulated.hosts().getFirst().name();
      String api = "/api/v1/hosts/" + host + "/usage";
      try (Daemon daemon = Daemon.run(settings(repository))) {
        await(daemon, view -> view.count(VmState.IN_SYNC) == 1 && view.host(host).orElseThrow().usage().guests().containsKey(101));
        assertThat(text(daemon, "/hosts/" + host)).contains("id=\"usage-cpu\"", "id=\"usage-storage-local\"", "id=\"usage-presence\"");
        assertThat(text(daemon, "/vms/" + host + "/101?tab=usage")).contains("id=\"usage-memory\"");
        assertThat(text(daemon, api)).contains("\"memoryTotalBytes\":").contains("\"local\":{\"usedBytes\":");
        assertThat(text(daemon, "/actuator/prometheus"))
            .contains("pvefleet_host_cpu_ratio{host=\"" + host + "\"", "pvefleet_host_storage_size_bytes{host=\"" + host + "\"");
      }
      simulated.hosts().getFirst().close();
      try (Daemon daemon = Daemon.run(settings(repository))) {
        assertThat(text(daemon, api)).contains("\"cpu\":0.");
      }
    }
  }

  @Test
  void hostThatGoesSilentIsShownWithinASecondOfItsNextProbe() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(3));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Daemon daemon = Daemon.run(settings(repository))) {
      await(daemon, view -> view.count(VmState.IN_SYNC) == 3);
      SimulatedHost gone = simulated.hosts().getLast();
      gone.close();
      hook(daemon);
      await(daemon, view -> view.count(HostState.OFFLINE) == 1);
      FleetView view = view(daemon);
      assertThat(view.host(gone.name()).orElseThrow().vms()).allMatch(vm -> vm.state() == VmState.NOT_CHECKED);
      assertThat(view.count(VmState.IN_SYNC)).isEqualTo(2);
      await(daemon, ignored -> text(daemon, "/events?kind=unreachable").contains(gone.name()));
    }
  }

  @Test
  void webhookIsBelievedOnlyWithItsSecret() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Daemon daemon = Daemon.run(settings(repository))) {
      assertThat(post(daemon, "X-Hub-Signature-256", "sha256=" + GitHook.hmac("wrong", body()))).isEqualTo(403);
      assertThat(post(daemon, "X-Other", "nothing")).isEqualTo(403);
      assertThat(post(daemon, "X-Hub-Signature-256", "sha256=" + GitHook.hmac(SECRET, body()))).isEqualTo(202);
      assertThat(post(daemon, "X-Gitlab-Token", SECRET)).isEqualTo(202);
      for (String type : new String[] {"application/json", "application/x-www-form-urlencoded"}) {
        assertThat(post(daemon, "X-Hub-Signature-256", "sha256=" + GitHook.hmac(SECRET, body()), type)).as(type).isEqualTo(202);
      }
      assertThat(post(daemon, "X-Gitlab-Token", SECRET + "x")).isEqualTo(403);
    }
  }

  @Test
  void restartGoesOnWithTheLastGoodCommitThoughTheNewestIsBroken() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1)) {
      String good;
      try (Daemon daemon = Daemon.run(settings(repository))) {
        await(daemon, view -> view.count(VmState.IN_SYNC) == 1);
        good = view(daemon).source().inForce().orElseThrow().id();
        repository.write("sites/sim-0001/vms.yaml", TestRepository.vms(1, "512MB"));
        repository.commit("Break it");
        hook(daemon);
        await(daemon, view -> view.source().rejected().isPresent());
      }
      try (Daemon daemon = Daemon.run(settings(repository))) {
        await(daemon, view -> view.count(VmState.IN_SYNC) == 1 && view.source().rejected().isPresent());
        assertThat(view(daemon).source().inForce().orElseThrow().id()).isEqualTo(good);
        await(daemon, ignored -> text(daemon, "/api/v1/alerts").contains("\"commit-rejected\""));
        await(daemon, ignored -> text(daemon, "/events?kind=alert").contains("is not in force: it has 1 error."));
        assertThat(text(daemon, "/actuator/prometheus"))
            .contains("pvefleet_alerts{kind=\"commit-rejected\",severity=\"warning\"} 1.0")
            .contains("pvefleet_alerts{kind=\"host-offline\",severity=\"critical\"} 0.0");
      }
    }
  }

  private DaemonSettings settings(TestRepository repository) throws Exception {
    Path secret = top.resolve("hook.secret");
    Files.writeString(secret, SECRET);
    return DaemonSettings.of(RepositorySettings.of(repository.folder().toString()), top.resolve("state"))
        .listeningOn("127.0.0.1", 0)
        .withHookSecret("file:" + secret);
  }

  private static FleetView view(Daemon daemon) {
    return daemon.view();
  }

  /** Waits for a level, however it is reached. */
  private static void await(Daemon daemon, Predicate<FleetView> isSo) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!isSo.test(daemon.view())) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError(
            "not so after " + PATIENCE + ": " + daemon.view().vms() + "\n" + daemon.view().source() + "\n" + daemon.view().holds());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static byte[] body() {
    return "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
  }

  private static void hook(Daemon daemon) throws Exception {
    assertThat(post(daemon, "X-Hub-Signature-256", "sha256=" + GitHook.hmac(SECRET, body()))).isEqualTo(202);
  }

  private static int post(Daemon daemon, String header, String value) throws Exception {
    return post(daemon, header, value, "application/json");
  }

  private static int post(Daemon daemon, String header, String value, String contentType) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(daemon.address() + "/hooks/git"))
            .header(header, value)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static String text(Daemon daemon, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(daemon.address() + path)).header("Accept-Language", "en").build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
