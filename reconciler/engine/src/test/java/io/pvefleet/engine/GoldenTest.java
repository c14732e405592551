package io.pvefleet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.pass.PlanCheck;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.FleetMemory;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.render.PlanJson;
import io.pvefleet.engine.render.PlanMarkdown;
import io.pvefleet.engine.render.PlanText;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder for each case: {@code fleet/} and {@code observed.json} give {@code plan.txt}, {@code plan.json}, {@code plan.md} and
 * {@code requests.txt}, byte for byte. Run with {@code -Dpvefleet.golden=write} to write them anew, and read the difference.
 */
class GoldenTest {

  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseGivesItsPlan(String name) {
    Path folder = CASES.resolve(name);
    FleetPlan plan = plan(folder, new Random(0));
    compare(folder.resolve("plan.txt"), PlanText.render(plan, Set.of()));
    compare(folder.resolve("requests.txt"), PlanText.render(plan, Set.of(PlanText.Option.REQUESTS)));
    compare(folder.resolve("plan.json"), PlanJson.write(plan));
    compare(folder.resolve("plan.md"), PlanMarkdown.render(plan));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderOfFilesAndAnswersDoesNotMatter(String name) {
    String expected = PlanJson.write(plan(CASES.resolve(name), new Random(0)));
    for (long seed = 1; seed <= 8; seed++) {
      assertThat(PlanJson.write(plan(CASES.resolve(name), new Random(seed)))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static FleetPlan plan(Path folder, Random order) {
    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(new FileTree("0123abcd", files(folder.resolve("fleet"), order)));
    assertThat(load.fleet()).as("diagnostics: %s", load.diagnostics()).isPresent();
    Parsed<EngineFleet> parsed = Kinds.parse(load.fleet().orElseThrow());
    EngineFleet fleet = parsed.parsed().orElseThrow(() -> new AssertionError(parsed.diagnostics().toString()));
    JsonNode observed = JSON.readTree(text(folder.resolve("observed.json")));
    List<HostPlan> plans = new ArrayList<>();
    for (DesiredHost host : fleet.hosts()) {
      JsonNode world = observed.path(host.host().name());
      Map<Integer, Applied> applied = applied(host, world.path("applied"));
      HostObservation read = read(host, applied.keySet(), world.path("answers"), order);
      plans.add(PlanCheck.checked(Planner.plan(host, read, HostMemory.of(applied)), read));
    }
    Collections.shuffle(plans, order);
    return Policy.judge(fleet, plans, new FleetMemory(Set.of(), 0, reached(observed)));
  }

  /** Where a case says nothing of it, the hosts that do not answer have not answered for long. */
  private static Set<String> reached(JsonNode observed) {
    return observed.properties().stream()
        .filter(host -> host.getValue().path("answers").path("GET /cluster/resources").isArray())
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static HostObservation read(DesiredHost host, Set<Integer> applied, JsonNode answers, Random order) {
    HostReading reading = HostReading.of(host.host(), host.vms(), applied);
    while (!reading.next().isEmpty()) {
      List<PveRequest> round = new ArrayList<>(reading.next());
      Collections.shuffle(round, order);
      Map<PveRequest, Answer> read = new LinkedHashMap<>();
      round.forEach(request -> read.put(request, answer(answers, request)));
      reading = reading.with(read);
    }
    HostObservation observation = reading.observation(Given.NOON);
    long removed = applied.stream().filter(vmid -> !host.declares(vmid)).count();
    assertThat(observation.requests()).as("requests to %s", host.host().name()).isLessThanOrEqualTo(host.vms().size() + (int) removed + 3);
    return observation;
  }

  private static Answer answer(JsonNode answers, PveRequest request) {
    JsonNode node = answers.path(request.toString());
    assertThat(node.isMissingNode()).as("observed.json answers %s", request).isFalse();
    if (!node.has("fault")) {
      return new Answer.Data(node);
    }
    Map<String, String> fields = new TreeMap<>();
    node.path("fields").properties().forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
    return new Answer.Fault(FaultKind.valueOf(node.path("fault").asString()), node.path("message").asString(), fields);
  }

  /** {@code "spec": "same"} means that the document was applied as it stands now. */
  private static Map<Integer, Applied> applied(DesiredHost host, JsonNode node) {
    Map<Integer, Applied> applied = new TreeMap<>();
    node.properties().forEach(entry -> {
      int vmid = Integer.parseInt(entry.getKey());
      String hash = host.vms().stream().filter(vm -> vm.ref().vmid() == vmid && entry.getValue().path("spec").asString("").equals("same"))
          .map(Vm::specHash).findFirst().orElse("another");
      JsonNode last = entry.getValue();
      Vm.Lifecycle lifecycle = new Vm.Lifecycle(last.path("protect").asBoolean(false),
          Vm.Lifecycle.OnRemove.valueOf(last.path("onRemove").asString("ORPHAN")),
          Vm.Lifecycle.Disks.valueOf(last.path("disks").asString("KEEP")));
      applied.put(vmid, new Applied(last.path("name").asString(""), hash, lifecycle, Vm.Restart.DEFAULT, "fedcba9876543210",
          new Identity(last.path("uuid").asString(""), last.path("name").asString(""))));
    });
    return applied;
  }

  private static LinkedHashMap<String, byte[]> files(Path root, Random order) {
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> files = new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
      Collections.shuffle(files, order);
      LinkedHashMap<String, byte[]> tree = new LinkedHashMap<>();
      for (Path file : files) {
        tree.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(Path file, String actual) {
    if ("write".equals(System.getProperty("pvefleet.golden"))) {
      try {
        Files.writeString(file, actual);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(actual).as("%s", file).isEqualTo(text(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
