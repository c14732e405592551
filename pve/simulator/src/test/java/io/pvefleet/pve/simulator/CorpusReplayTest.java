package io.pvefleet.pve.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <p>What is left are cases that HTTP decides before door and API; the tests of that room cover them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusReplayTest {

  /** How many cases may differ, by area: a broken JSON body, a body on DELETE and the verb PATCH are HTTP's matter. */
  private static final Map<String, Integer> MAY_DIFFER = Map.of("invalid", 3);

  private final SortedMap<String, List<String>> differences = new TreeMap<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();

  @BeforeAll
  void replay() throws IOException {
    Path file = Reference.file("corpus/config-corpus.jsonl");
    for (CorpusCase one : CorpusCase.load(file)) {
      counts.merge(one.area(), 1, Integer::sum);
      List<String> found = differences.computeIfAbsent(one.area(), area -> new ArrayList<>());
      Optional<String> difference = CorpusReplay.difference(one);
      difference.ifPresent(text -> found.add(one.id() + ": " + text.replace("\n", "\\n")));
    }
    counts.forEach((area, count) -> {
      System.out.println(area + ": " + (count - differences.get(area).size()) + " of " + count + " agree");
      differences.get(area).forEach(difference -> System.out.println("  " + difference));
    });
  }

  @TestFactory
  List<DynamicTest> everyAreaAgreesWithTheRealHost() {
    return counts.keySet().stream()
        .map(area -> DynamicTest.dynamicTest(area, () ->
            assertThat(differences.get(area)).hasSizeLessThanOrEqualTo(MAY_DIFFER.getOrDefault(area, 0))))
        .toList();
  }
}
