package io.pvefleet.pve.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.http.HttpReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The recorded corpus against the simulator: each case starts from the recorded machine, sends the recorded request through the
 * API, and compares answer, end of task, configuration, pending values, power, status and leftover images with what the real
 * host did.
 *
 * <p>Cases that HTTP decides before door and API are sent over a connection: a broken JSON body, a body on DELETE, the verb PATCH.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusReplayTest {

  private final SortedMap<String, List<String>> differences = new TreeMap<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();

  @BeforeAll
  void replay() throws Exception {
    Path file = Reference.file("corpus/config-corpus.jsonl");
    try (HttpReplay http = new HttpReplay()) {
      for (CorpusCase one : CorpusCase.load(file)) {
        counts.merge(one.area(), 1, Integer::sum);
        List<String> found = differences.computeIfAbsent(one.area(), area -> new ArrayList<>());
        Optional<String> difference = CorpusReplay.difference(one, http);
        difference.ifPresent(text -> found.add(one.id() + ": " + text.replace("\n", "\\n")));
      }
    }
    int agreeing = counts.keySet().stream().mapToInt(area -> counts.get(area) - differences.get(area).size()).sum();
    int all = counts.values().stream().mapToInt(n -> n).sum();
    System.out.println("corpus through the simulator: " + agreeing + " of " + all + " cases agree");
    counts.forEach((area, count) -> {
      System.out.println(area + ": " + (count - differences.get(area).size()) + " of " + count + " agree");
      differences.get(area).forEach(difference -> System.out.println("  " + difference));
    });
  }

  @TestFactory
  List<DynamicTest> everyAreaAgreesWithTheRealHost() {
    return counts.keySet().stream()
        .map(area -> DynamicTest.dynamicTest(area, () ->
            assertThat(differences.get(area)).isEmpty()))
        .toList();
  }
}
