package io.pvefleet.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds of every sequence of figures, whatever comes: held against all that was ever seen, not against a streak. */
class JudgeLawTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration GAP = Duration.ofSeconds(181);
  private static final Alert.Key KEY = new Alert.Key(AlertKind.USAGE_CPU, "a", 0, "");

  private record Sample(Instant at, double percent) {}

  @Test
  void anAlertBeginsAndEndsWhereAllThatWasSeenSaysSoAndNowhereElse() {
    int began = 0;
    int ended = 0;
    for (long seed = 1; seed <= 400; seed++) {
      Random random = new Random(seed);
      Limit limit = new Limit(true, 10 + random.nextInt(90), Duration.ofMinutes(random.nextInt(20)), Severity.WARNING);
      List<Sample> seen = new ArrayList<>();
      Judge.Known known = Judge.Known.NOTHING;
      Instant at = NOON;
      for (int step = 0; step < 300; step++) {
        at = at.plusSeconds(random.nextInt(12) == 0 ? random.nextInt(900) : random.nextInt(90));
        OptionalDouble percent = percent(random, limit, step);
        if (percent.isPresent()) {
          seen.add(new Sample(at, percent.getAsDouble()));
        }
        Standing standing = percent.isPresent()
            ? HostFacts.usage("CPU", OptionalDouble.of(percent.getAsDouble() / 100), limit, at)
            : new Standing.Unknown();
        Judge.Ruling ruling = Judge.rule(known, List.of(new Fact(KEY, "", limit, standing)), at, GAP);
        boolean was = !known.inForce().isEmpty();
        boolean is = !ruling.known().inForce().isEmpty();
        String where = "seed %d, step %d, limit %s, seen %s".formatted(seed, step, limit, seen);
        boolean isNews = percent.isPresent();
        assertThat(is && !was).as("begins: %s", where)
            .isEqualTo(!was && isNews && lasted(seen, limit.lasting(), sample -> sample.percent() > limit.figure()));
        assertThat(was && !is).as("ends: %s", where)
            .isEqualTo(was && isNews && lasted(seen, KEY.kind().calm(), sample -> sample.percent() < limit.figure() - 5));
        assertThat(ruling.begun()).hasSize(is && !was ? 1 : 0);
        assertThat(ruling.ended()).hasSize(was && !is ? 1 : 0);
        began += ruling.begun().size();
        ended += ruling.ended().size();
        known = ruling.known();
      }
    }
    assertThat(began).as("alerts that began").isGreaterThan(200);
    assertThat(ended).as("alerts that ended").isGreaterThan(200);
  }

  /** Whether, without a silence, every figure of so long a time is so, the last one included. */
  private static boolean lasted(List<Sample> seen, Duration time, Predicate<Sample> isSo) {
    Instant last = seen.getLast().at();
    for (int i = seen.size() - 1; i >= 0 && isSo.test(seen.get(i)); i--) {
      Instant next = i + 1 < seen.size() ? seen.get(i + 1).at() : last;
      if (Duration.between(seen.get(i).at(), next).compareTo(GAP) > 0) {
        return false;
      }
      if (Duration.between(seen.get(i).at(), last).compareTo(time) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Long stretches above, within the band and below it, with silences. */
  private static OptionalDouble percent(Random random, Limit limit, int step) {
    if (random.nextInt(8) == 0) {
      return OptionalDouble.empty();
    }
    double middle = switch ((step / 40 + (random.nextInt(20) == 0 ? 1 : 0)) % 4) {
      case 0, 2 -> limit.figure() + 3;
      case 1 -> limit.figure() - 3;
      default -> limit.figure() - 9;
    };
    return OptionalDouble.of(Math.clamp(middle + random.nextDouble() * 4 - 2, 0, 100));
  }

  @Test
  void withinTheBandNothingEverHappens() {
    Limit limit = new Limit(true, 90, Duration.ZERO, Severity.WARNING);
    Random random = new Random(7);
    for (boolean begun : List.of(false, true)) {
      Judge.Known known = begun ? rule(Judge.Known.NOTHING, limit, 95, NOON).known() : Judge.Known.NOTHING;
      for (int minute = 1; minute < 500; minute++) {
        Judge.Ruling ruling = rule(known, limit, 85 + random.nextDouble() * 5, NOON.plus(Duration.ofMinutes(minute)));
        assertThat(ruling.begun()).isEmpty();
        assertThat(ruling.ended()).isEmpty();
        known = ruling.known();
      }
    }
  }

  @Test
  void theSameFactJudgedAgainIsNoNews() {
    Limit limit = new Limit(true, 90, Duration.ofMinutes(2), Severity.WARNING);
    Judge.Known known = Judge.Known.NOTHING;
    for (int look = 0; look < 100; look++) {
      Standing standing = HostFacts.usage("CPU", OptionalDouble.of(0.99), limit, NOON);
      Judge.Ruling ruling = Judge.rule(known, List.of(new Fact(KEY, "", limit, standing)), NOON.plusSeconds(15L * look), GAP);
      assertThat(ruling.begun()).isEmpty();
      known = ruling.known();
    }
  }

  @Test
  void numbersGrowAndAreNeverUsedTwice() {
    Limit limit = new Limit(true, 90, Duration.ZERO, Severity.WARNING);
    List<Fact> many = List.of("x", "y", "z").stream()
        .map(host -> new Fact(new Alert.Key(AlertKind.USAGE_CPU, host, 0, ""), "", limit,
            HostFacts.usage("CPU", OptionalDouble.of(0.99), limit, NOON)))
        .toList();
    Judge.Ruling first = Judge.rule(Judge.Known.NOTHING, many, NOON, GAP);
    assertThat(first.begun()).extracting(Alert::id).doesNotHaveDuplicates().isSorted();
    Judge.Ruling backThen = rule(first.known(), limit, 99, NOON.minusSeconds(3600));
    assertThat(backThen.begun().getFirst().id()).isGreaterThan(first.begun().getLast().id());
  }

  private static Judge.Ruling rule(Judge.Known known, Limit limit, double percent, Instant at) {
    Standing standing = HostFacts.usage("CPU", OptionalDouble.of(percent / 100), limit, at);
    return Judge.rule(known, List.of(new Fact(KEY, "", limit, standing)), at, GAP);
  }
}
