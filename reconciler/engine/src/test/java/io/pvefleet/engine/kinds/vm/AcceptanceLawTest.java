package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.intake.Acceptance;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.Merge;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.YamlReader;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is proposed for a difference, written into the document as its text, ends the difference: for whatever may differ. */
class AcceptanceLawTest {
  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);
  private static final int CASES = 70;

  @Test
  void whatIsProposedForWhateverDiffersEndsTheDifference() {
    Map<String, Integer> accepted = new TreeMap<>();
    Map<String, Integer> refused = new TreeMap<>();
    Set<String> ignored = new TreeSet<>();
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      GeneratedVm live = GeneratedVm.of(new SpecGenerator(random).spec());
      GeneratedVm wanted = GeneratedVm.of(new SpecEdits(random).edited(live.spec(), new SpecGenerator(random).spec()));
      LawLab lab = new LawLab(SEED + i);
      lab.converge(live.vm());
      VmObservation seen = lab.seen(wanted.vm());
      String text = "{apiVersion: pvefleet/v1, kind: VirtualMachine, metadata: {name: pos-01}, spec: %s}".formatted(wanted.spec());
      ResolvedDocument document = document(text);
      for (AttributeChange attribute : differing(text, seen)) {
        Optional<Acceptance.Snippet> accept = Acceptance.accept(document, seen, attribute.path());
        (accept.isPresent() ? accepted : refused).merge(kind(attribute.path()), 1, Integer::sum);
        accept.ifPresent(snippet -> assertEnds(text, seen, attribute.path(), snippet, "accept"));
        Optional<Acceptance.Snippet> ignore = Acceptance.ignore(document, seen, attribute.path());
        assertThat(ignore).as("ignore of %s", attribute.path()).isPresent();
        ignore.ifPresent(snippet -> assertEnds(text, seen, attribute.path(), snippet, "ignore"));
        ignored.add(kind(attribute.path()));
      }
      Acceptance.Whole all = Acceptance.acceptAll(document, seen);
      all.snippet().ifPresent(snippet ->
          assertThat(paths(written(text, snippet.yaml()), seen)).as("%s%n%s", text, snippet.yaml()).isSubsetOf(all.rest()));
    }
    System.out.printf("law: accepted %s%nlaw: cannot be accepted: %s%nlaw: %d kinds of attributes ignored%n", accepted, refused,
        ignored.size());
    assertThat(accepted.size()).isGreaterThan(60);
    assertThat(refused.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThan(accepted.values().stream().mapToInt(Integer::intValue).sum() / 20);
  }

  private static void assertEnds(String text, VmObservation seen, String path, Acceptance.Snippet snippet, String what) {
    Set<String> after = paths(written(text, snippet.yaml()), seen);
    assertThat(after).as("%s of %s%n%s%n%s", what, path, snippet.yaml(), text).doesNotContain(path);
    assertThat(paths(text, seen)).as("%s of %s makes nothing else differ%n%s", what, path, snippet.yaml()).containsAll(after);
  }

  /** The document as a person would have it who pasted the snippet. */
  private static String written(String text, String snippet) {
    return YamlWriter.write(Merge.merge(node(text), node(snippet)));
  }

  private static Node.Mapping node(String text) {
    return (Node.Mapping) YamlReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)).documents().getFirst();
  }

  private static ResolvedDocument document(String text) {
    FleetLoad load = Documents.load(text);
    return load.fleet().orElseThrow(() -> new AssertionError(Documents.lines(load) + "\n" + text)).guests().getFirst();
  }

  private static List<AttributeChange> differing(String text, VmObservation seen) {
    return VmDiffer.diff(VmKind.parse(document(text)).parsed().orElseThrow(), seen).attributes().stream()
        .filter(attribute -> !attribute.isOwnership())
        .toList();
  }

  private static Set<String> paths(String text, VmObservation seen) {
    return differing(text, seen).stream().map(AttributeChange::path).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String kind(String path) {
    return path.replaceAll("\\d+", "").replaceFirst("^spec\\.", "");
  }
}
