package io.pvefleet.engine.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kind.Kind;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What every registered kind must hold, tried with a document of that kind in {@code src/test/resources/kinds/<kind>}. */
class KindContractTest {

  static Stream<Kind<?, ?>> kinds() {
    return Kinds.all().stream();
  }

  @Test
  void namesAreUnique() {
    assertThat(Kinds.guestKinds()).extracting(k -> k.name()).doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsDescribedAndNamedOnce(Kind<?, ?> kind) {
    assertThat(kind.guest().spec().fields()).allSatisfy(field -> assertThat(field.shape().description()).isNotBlank());
    assertThat(kind.guest().spec().fields()).extracting(f -> f.name()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsAreSafeAndStepsAreNot(Kind<?, ?> kind) {
    holds(kind, new SimHost(3));
  }

  /** The whole cycle through the contract alone: parse, make, read back, find no difference, and say so again. */
  private static <D, O> void holds(Kind<D, O> kind, SimHost host) {
    ResolvedDocument document = document(kind);
    D desired = kind.parser().parse(document).parsed().orElseThrow();
    assertThat(kind.parser().parse(document)).isEqualTo(kind.parser().parse(document));
    assertThat(kind.guest().check(document)).isEmpty();
    assertThat(kind.guest().vmid(document)).isPresent();

    List<PveRequest> reads = kind.reader().reads("pve1", desired);
    assertThat(reads).isNotEmpty().allMatch(read -> read.method().isSafe());
    assertThat(kind.reader().observation("pve1", desired, Map.of())).as("no answer proves nothing").isInstanceOf(Observed.Unknown.class);

    List<Step> steps = kind.stepper().create(desired, "pve1");
    assertThat(steps).isNotEmpty().allMatch(step -> !step.request().method().isSafe());
    assertThat(steps).extracting(Step::key).doesNotHaveDuplicates();
    assertThat(steps.getFirst().predicted()).as("the first step is exact").isFalse();
    for (Step step : steps) {
      if (host.perform(step.request()) instanceof Answer.Data(JsonNode data)) {
        Upid.parse(data.asString("")).ifPresent(host::await);
      }
      host.pass(Duration.ofSeconds(40));
    }
    O observed = kind.reader().observation("pve1", desired, answers(host, reads)).present().orElseThrow();
    assertThat(kind.differ().diff(desired, observed)).isEmpty();
    assertThat(kind.stepper().update(desired, observed, "pve1")).isEmpty();
  }

  private static Map<PveRequest, Answer> answers(SimHost host, List<PveRequest> reads) {
    Map<PveRequest, Answer> answers = new LinkedHashMap<>();
    reads.forEach(read -> answers.put(read, host.perform(read)));
    return answers;
  }

  private static ResolvedDocument document(Kind<?, ?> kind) {
    FileTree tree = new FileTree("worktree", files(Path.of("src/test/resources/kinds", kind.guest().name())));
    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(tree);
    assertThat(load.diagnostics()).isEmpty();
    List<ResolvedDocument> documents = load.fleet().orElseThrow().guests();
    assertThat(documents).hasSize(1);
    Envelope envelope = documents.getFirst().envelope();
    assertThat(envelope.kind()).isEqualTo(kind.guest().name());
    assertThat(documents.getFirst().spec()).isInstanceOf(Node.Mapping.class);
    return documents.getFirst();
  }

  private static TreeMap<String, byte[]> files(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      TreeMap<String, byte[]> files = new TreeMap<>();
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
