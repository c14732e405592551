package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Impact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What the differ says a change costs a running guest is what a real host made of it: taken at once, or left pending. */
class CorpusImpactTest {

  @Test
  void liveAndPendingAreAsOnTheHost() {
    Optional<Corpus> corpus = Corpus.find();
    if (corpus.isEmpty()) {
      System.out.println("SKIPPED: the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    }
    assumeTrue(corpus.isPresent(), "the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    int checked = 0;
    List<String> wrong = new ArrayList<>();
    for (Corpus.Case recorded : corpus.get().cases()) {
      Optional<VmObservation> after = recorded.after();
      if (!recorded.state().equals("running") || !recorded.writesConfig() || !recorded.succeeded() || after.isEmpty()) {
        continue;
      }
      Optional<VmObservation> before = recorded.before();
      if (before.isEmpty()) {
        continue;
      }
      SequencedMap<String, Wanted> wanted = CorpusDifferTest.wanted(recorded);
      for (Difference difference : partly(wanted, before.get())) {
        Impact impact = Impacts.of(difference, before.get());
        boolean waits = after.get().pendingKeys().contains(difference.option());
        boolean isComparable =
            impact != Impact.IMPOSSIBLE
                && difference.kind() != Kind.DETACH
                && !Options.of(difference.option()).isHostOwned();
        if (isComparable) {
          checked++;
          if (waits != (impact == Impact.RESTART)) {
            wrong.add(recorded.id() + ": " + difference.option() + " said " + impact + ", host " + (waits ? "waits" : "took it"));
          }
        }
      }
    }
    System.out.println("impact on a running VM: " + checked + " changes, " + wrong.size() + " told wrongly");
    wrong.forEach(System.out::println);
    assertThat(checked).isGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  /** Differences of whole values, told apart by property where the option has some, as a document would declare them. */
  private static List<Difference> partly(SequencedMap<String, Wanted> wanted, VmObservation before) {
    List<Difference> all = new ArrayList<>();
    for (Difference whole : Comparison.of(wanted, before.effective())) {
      String option = whole.option();
      String live = before.effective().getOrDefault(option, "");
      boolean isDevice = Drive.isSlot(option) || Options.family(option).equals("net");
      if (isDevice && live.isEmpty()) {
        all.add(whole.as(Kind.ADD));
      } else if (Drive.isSlot(option) && Drive.parse(live).isCdrom() && wanted.get(option) instanceof Wanted.Value) {
        all.add(whole.as(Kind.MEDIUM));
      } else if (wanted.get(option) instanceof Wanted.Value value
          && Options.of(option).grammar() instanceof Grammar.Properties grammar) {
        SequencedMap<String, String> now = grammar.inForce(Optional.of(live).filter(text -> !text.isEmpty()));
        grammar.inForce(Optional.of(value.text())).forEach((name, text) -> {
          if (!grammar.hostOwned().contains(name) && !grammar.matches(name, text, Optional.ofNullable(now.get(name)))) {
            all.add(new Difference(option, name, option, Optional.empty(), "", text, Kind.SET, ""));
          }
        });
      } else {
        all.add(whole);
      }
    }
    return all;
  }
}
