package io.pvefleet.engine.observe;

import static io.pvefleet.engine.Given.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pvefleet.engine.Checkout;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UsageReaderTest {

  private static final String NODE =
      "{'type': 'node', 'node': 'pve1', 'status': 'online', 'cpu': 0.25, 'maxcpu': 8, 'mem': 4, 'maxmem': 16, 'uptime': 60}";
  private static final String RUNNING =
      "{'type': 'qemu', 'node': 'pve1', 'vmid': 101, 'status': 'running', 'cpu': 0.5, 'maxcpu': 2, 'mem': 3, 'maxmem': 4,"
          + " 'uptime': 9, 'disk': 0, 'maxdisk': 64}";

  @Test
  void aNodeItsStoragesAndItsRunningGuestsHaveFigures() {
    String storage = "{'type': 'storage', 'node': 'pve1', 'storage': 'local', 'status': 'available', 'disk': 30, 'maxdisk': 40}";
    String away = "{'type': 'storage', 'node': 'pve1', 'storage': 'nas', 'status': 'unknown'}";
    String container = RUNNING.replace("qemu", "lxc").replace("101", "200");

    HostUsage usage = of(live("running"), NODE, storage, away, RUNNING, container);

    assertThat(usage.node()).contains(new Load(0.25, 8, 4, 16, Duration.ofMinutes(1)));
    assertThat(usage.node().orElseThrow().memoryShare()).hasValue(0.25);
    assertThat(usage.storages()).containsEntry("local", new Space(30, 40, true)).containsEntry("nas", new Space(0, 0, false));
    assertThat(usage.storages().get("local").share()).hasValue(0.75);
    assertThat(usage.storages().get("nas").share()).isEmpty();
    assertThat(usage.guests()).containsOnlyKeys(101, 200)
        .containsEntry(101, new GuestLoad(0.5, 2, 3, 4, Duration.ofSeconds(9)));
  }

  @Test
  void aStoppedGuestHasNoLoad() {
    String stopped =
        "{'type': 'qemu', 'node': 'pve1', 'vmid': 101, 'status': 'stopped', 'cpu': 0, 'maxcpu': 2, 'mem': 0, 'maxmem': 4, 'uptime': 0}";

    assertThat(of(live("stopped"), stopped).guests()).isEmpty();
    assertThat(of(Map.of(), stopped).guests()).isEmpty();
  }

  @Test
  void aGuestThatTheLiveListKnowsToHaveEndedHasNoLoadThoughTheLateListStillShowsSome() {
    assertThat(of(live("stopped"), RUNNING).guests()).isEmpty();
    assertThat(of(live("running"), RUNNING).guests()).containsKey(101);
    assertThat(of(Map.of(), RUNNING).guests()).as("where the live list failed").containsKey(101);
  }

  @Test
  void guestsAndStoragesOfAnotherNodeAreNotOurs() {
    assertThat(of(Map.of(), NODE.replace("pve1", "pve2"), RUNNING.replace("pve1", "pve2"))).isEqualTo(HostUsage.NONE);
  }

  @Test
  void memoryThatIsNotToldIsNoShare() {
    GuestLoad load = of(live("running"), RUNNING.replace("'mem': 3", "'mem': 0")).guests().get(101);

    assertThat(load.memoryShare()).isEmpty();
    assertThat(load.cpu()).isEqualTo(0.5);
  }

  @Test
  void figuresOfUnexpectedTypesAreNotTold() {
    assertThat(of(Map.of(), NODE.replace("0.25", "'NaN'"), RUNNING.replace("0.5", "null"))).isEqualTo(HostUsage.NONE);
  }

  @Test
  void aLittleMoreThanAllCoresIsAllCores() {
    assertThat(of(Map.of(), RUNNING.replace("0.5", "1.03")).guests().get(101).cpu()).isEqualTo(1);
  }

  @Test
  void theRowsOfARealHostGiveWhatTheyTell() throws IOException {
    // A guest's life as recorded: made, started, seen running with 48631808 bytes, stopped.
    List<HostUsage> seen = new ArrayList<>();
    for (JsonNode row : recordedRows("13-freshness.txt")) {
      seen.add(UsageReader.of(json("[" + row + "]"), Map.of(), "pve1"));
    }
    assertThat(seen).hasSizeGreaterThan(12);
    assertThat(seen.getFirst()).as("status unknown, no figures").isEqualTo(HostUsage.NONE);
    assertThat(seen.stream().flatMap(usage -> usage.guests().values().stream()).distinct())
        .containsExactly(new GuestLoad(0, 1, 48_631_808, 67_108_864, Duration.ofSeconds(4)));
  }

  @Test
  void aRealHostWhoseStatisticsAreSilentGivesNoFigures() throws IOException {
    String text = recording("41-cluster.txt");
    String list = text.substring(text.indexOf("## cluster/resources in full"));
    list = list.substring(list.indexOf("<<< {"), list.indexOf("(took"));
    JsonNode rows = json(list.replace("<<< ", "")).path("data");

    HostUsage usage = UsageReader.of(rows, Map.of(), "pve1");

    assertThat(usage.node()).isEmpty();
    assertThat(usage.guests()).isEmpty();
    assertThat(usage.storages()).isNotEmpty().allSatisfy((name, space) -> assertThat(space).isEqualTo(new Space(0, 0, false)));
  }

  @Test
  void aRealHostShowsATokenWithoutRightsNoLoad() throws IOException {
    String text = recording("03-api-token.txt");
    JsonNode rows = json(text.substring(text.indexOf("{\"data\":[{\"type\":\"node\"")).lines().findFirst().orElseThrow()).path("data");

    assertThat(rows).hasSize(1);
    assertThat(UsageReader.of(rows, Map.of(), "pve1")).isEqualTo(HostUsage.NONE);
  }

  @Test
  void aPassTakesTheFiguresOutOfTheReadsItMakesAnyway() {
    SimHost host = new SimHost(1);
    HostObservation seen = host.observe(Given.desired());

    assertThat(seen.requests()).isEqualTo(3);
    assertThat(seen.usage().node()).hasValueSatisfying(load -> assertThat(load.cores()).isEqualTo(16));
    assertThat(seen.usage().storages()).containsOnlyKeys("local", "local-lvm", "tank")
        .allSatisfy((name, space) -> assertThat(space.total()).isEqualTo(4L << 40));
    assertThat(seen.usage().guests()).isEmpty();
  }

  private static HostUsage of(Map<Integer, JsonNode> live, String... rows) {
    return UsageReader.of(json("[" + String.join(", ", rows) + "]"), live, "pve1");
  }

  private static Map<Integer, JsonNode> live(String status) {
    return Map.of(101, json("{'vmid': 101, 'status': '" + status + "', 'cpu': 0, 'mem': 3}"));
  }

  private static List<JsonNode> recordedRows(String name) throws IOException {
    return Pattern.compile("^.*cluster/resources (\\{.*})$", Pattern.MULTILINE).matcher(recording(name)).results()
        .map(MatchResult::group)
        .map(line -> json(line.substring(line.indexOf('{'))))
        .toList();
  }

  private static String recording(String name) throws IOException {
    Path file = Checkout.reference().resolve("transcripts").resolve(name);
    if (!Files.isRegularFile(file)) {
      System.out.println("SKIPPED: no recording " + name + "; set PVEFLEET_REFERENCE to the folder that holds it");
    }
    assumeTrue(Files.isRegularFile(file), "no recording " + name);
    return Files.readString(file);
  }
}
