package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pvefleet.engine.observe.VmObservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** For everything that a real host accepted, the differ finds no difference between what was sent and what is read back. */
class CorpusDifferTest {

  /** Parameters that steer the request and are no configuration. */
  private static final Set<String> CONTROL =
      Set.of(
          "vmid",
          "digest",
          "delete",
          "revert",
          "force",
          "skiplock",
          "background_delay",
          "start",
          "pool",
          "storage",
          "live-restore",
          "node");

  /** Cases in which the host does not keep what it accepted, with the reason. */
  private static final Map<String, String> EXCEPTIONS = new TreeMap<>();

  static {
    EXCEPTIONS.put("unused-set-other", "a volume that is attached does not become unused; unusedN is the host's own");
  }

  private static Corpus corpus;

  @BeforeAll
  static void readCorpus() {
    Optional<Corpus> found = Corpus.find();
    if (found.isEmpty()) {
      System.out.println("SKIPPED: the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    }
    assumeTrue(found.isPresent(), "the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    corpus = found.get();
  }

  @Test
  void whatWasSentIsWhatIsReadBack() {
    int checked = 0;
    int options = 0;
    List<String> differing = new ArrayList<>();
    Set<String> excepted = new TreeSet<>();
    TreeMap<String, int[]> areas = new TreeMap<>();
    for (Corpus.Case recorded : corpus.cases()) {
      if (!recorded.writesConfig() || !recorded.succeeded()) {
        continue;
      }
      Optional<VmObservation> after = recorded.after();
      SequencedMap<String, Wanted> wanted = wanted(recorded);
      if (after.isEmpty() || wanted.isEmpty()) {
        continue;
      }
      checked++;
      options += wanted.size();
      List<Difference> found = Comparison.of(wanted, after.get().effective());
      int[] area = areas.computeIfAbsent(recorded.json().path("area").asString(), name -> new int[2]);
      area[0]++;
      if (!found.isEmpty()) {
        area[1]++;
        if (EXCEPTIONS.containsKey(recorded.id())) {
          excepted.add(recorded.id());
        } else {
          differing.add(
              recorded.id()
                  + ": "
                  + found.stream()
                      .map(d -> d.option() + " sent '" + d.to() + "' read '" + d.from() + "'")
                      .toList());
        }
      }
    }
    System.out.println(
        "corpus through the differ: "
            + checked
            + " cases, "
            + options
            + " options, "
            + excepted.size()
            + " documented exceptions, "
            + differing.size()
            + " others differ");
    areas.forEach((name, area) -> System.out.println("  " + name + ": " + (area[0] - area[1]) + " of " + area[0] + " agree"));
    differing.forEach(System.out::println);
    assertThat(areas).allSatisfy((name, area) -> assertThat(area[1]).as(name).isLessThanOrEqualTo(area[0] * 3 / 100));
    assertThat(checked).isGreaterThan(550);
    assertThat(differing).isEmpty();
    assertThat(excepted).as("exceptions that are none any more").containsExactlyElementsOf(EXCEPTIONS.keySet());
  }

  /** What was sent, as what is wanted. */
  static SequencedMap<String, Wanted> wanted(Corpus.Case recorded) {
    SequencedMap<String, Wanted> wanted = new LinkedHashMap<>();
    recorded
        .params()
        .forEach(
            (name, text) -> {
              boolean isAlias = name.equals("cdrom");
              String option = isAlias ? "ide2" : name;
              boolean isNothing = Form.words(Form.prose(text)).isEmpty();
              // Empty keys the host takes as not sent at all.
              boolean isIgnored = isNothing && name.equals("sshkeys");
              if (!CONTROL.contains(name) && !name.equals("cipassword") && !isIgnored) {
                // Nothing is what a document says with null; Proxmox makes a blank of it, or takes the option away.
                wanted.put(option, isNothing
                    ? new Wanted.Absent(option, Optional.empty())
                    : new Wanted.Value(option, Optional.empty(), isAlias ? text + ",media=cdrom" : text));
              }
            });
    for (String name : Form.words(recorded.params().getOrDefault("delete", ""))) {
      wanted.putIfAbsent(name, new Wanted.Absent(name, Optional.empty()));
    }
    return wanted;
  }

  /** The counterpart: where a request changed the configuration, the differ saw before that there was something to do. */
  @Test
  void whatChangedTheConfigurationWasADifferenceBefore() {
    int checked = 0;
    List<String> unseen = new ArrayList<>();
    for (Corpus.Case recorded : corpus.cases()) {
      if (!recorded.writesConfig() || !recorded.succeeded()) {
        continue;
      }
      Optional<VmObservation> before = recorded.before();
      Optional<VmObservation> after = recorded.after();
      SequencedMap<String, Wanted> wanted = wanted(recorded);
      if (before.isEmpty() || after.isEmpty() || wanted.isEmpty()) {
        continue;
      }
      boolean changed =
          wanted.keySet().stream()
              .anyMatch(option -> !text(before.get(), option).equals(text(after.get(), option)));
      if (changed) {
        checked++;
        if (Comparison.of(wanted, before.get().effective()).isEmpty()) {
          unseen.add(
              recorded.id()
                  + ": "
                  + wanted.keySet().stream()
                      .map(o -> text(before.get(), o) + " -> " + text(after.get(), o))
                      .toList());
        }
      }
    }
    System.out.println(
        "corpus before and after: "
            + checked
            + " changes, "
            + unseen.size()
            + " between values that mean the same");
    unseen.forEach(System.out::println);
    assertThat(checked).isGreaterThan(400);
    // Each of them is a default spelled out, another spelling, a re-sent allocation or a NIC
    // without address: looked at one by one.
    assertThat(unseen).hasSizeLessThanOrEqualTo(31);
  }

  private static String text(VmObservation observed, String option) {
    return observed.effective().getOrDefault(option, "");
  }
}
