package io.pvefleet.app.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pvefleet.app.store.Usages.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of sums, whatever they are of. */
class UsageLawTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theOrderAndGroupingOfSamplesDoNotMatter(long seed) {
    Random random = new Random(seed);
    List<Usage> samples = samples(random, 60);
    Usage inOrder = samples.stream().reduce(Usage.NONE, Usage::join);
    Collections.shuffle(samples, random);
    Usage groups = Usage.NONE;
    for (int from = 0; from < samples.size(); from += 7) {
      groups = groups.join(samples.subList(from, Math.min(from + 7, samples.size())).stream().reduce(Usage.NONE, Usage::join));
    }
    assertThat(groups).isEqualTo(inOrder);
    assertThat(inOrder.join(Usage.NONE)).isEqualTo(inOrder);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anHourOfBucketsIsTheHourOfTheirSamples(long seed) {
    List<Usage> samples = samples(new Random(seed), 120);
    SortedMap<Instant, Usage> buckets = new TreeMap<>();
    for (int i = 0; i < samples.size(); i++) {
      // Not as many in each bucket: the mean of means would be another one.
      buckets.merge(Span.FIVE_MINUTES.begin(NOON.plusSeconds(i * (long) i / 4)), samples.get(i), Usage::join);
    }
    assertThat(Rollup.by(Span.HOUR::begin, buckets)).containsOnlyKeys(NOON)
        .containsEntry(NOON, samples.stream().reduce(Usage.NONE, Usage::join));
  }

  @Test
  void aMeanIsWeightedByHowOftenWasMeasured() {
    Level often = Level.of(0.2, 0, 0).join(Level.of(0.2, 0, 0)).join(Level.of(0.2, 0, 0));
    Level once = Level.of(0.8, 0, 0);

    assertThat(often.join(once).cpu().orElseThrow()).isEqualTo(0.35, within(1e-9));
    assertThat(often.join(once).cpuPeak()).hasValue(0.8);
    assertThat(often.join(once).memory()).isEmpty();
    assertThat(often.join(once).memoryShare()).isEmpty();
  }

  @Test
  void hoursAreMadeOfWhatIsThereAndOfNothingElse() {
    SortedMap<Instant, Usage> buckets = new TreeMap<>();
    buckets.put(NOON, samples(new Random(1), 1).getFirst());
    buckets.put(NOON.plus(Duration.ofHours(5)), samples(new Random(2), 1).getFirst());

    assertThat(Rollup.by(Span.HOUR::begin, buckets)).containsOnlyKeys(NOON, NOON.plus(Duration.ofHours(5)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsReadAgain(long seed) {
    Usage usage = samples(new Random(seed), 20).stream().reduce(Usage.NONE, Usage::join);

    assertThat(UsageText.read(UsageText.write(usage))).isEqualTo(usage);
    assertThat(UsageText.read(UsageText.write(Usage.NONE))).isEqualTo(Usage.NONE);
  }

  @Test
  void whatAnotherVersionOrNobodyWroteTellsNothing() {
    for (String text : List.of("", "2;p1,0,0", "1;p1", "1;p1,x,0", "1;v101", "1;q7", "1;n5,60", "1;", "{}")) {
      assertThat(UsageText.read(text)).as(text).isEqualTo(Usage.NONE);
    }
  }

  @Test
  void aHostOfTenVmsCostsFewerThanFourHundredBytesARow() {
    Usage bucket = samples(new Random(3), 5).stream().reduce(Usage.NONE, Usage::join);

    assertThat(bucket.guests()).hasSizeGreaterThanOrEqualTo(9);
    assertThat(UsageText.write(bucket)).hasSizeLessThan(400);
  }

  @Test
  void presenceIsShownAsTheWorstOfIt() {
    assertThat(Presence.NONE.shown()).isEqualTo(Presence.Shown.UNKNOWN);
    assertThat(new Presence(5, 0, 0).shown()).isEqualTo(Presence.Shown.ANSWERED);
    assertThat(new Presence(0, 2, 0).shown()).isEqualTo(Presence.Shown.SILENT);
    assertThat(new Presence(4, 1, 0).shown()).isEqualTo(Presence.Shown.PARTLY);
    assertThat(new Presence(0, 5, 5).shown()).as("declared in Git").isEqualTo(Presence.Shown.MAINTENANCE);
  }

  /** Of a host of ten VMs, some of which stop at times, one a second. */
  private static List<Usage> samples(Random random, int count) {
    List<Usage> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean answered = random.nextInt(8) > 0;
      SortedMap<Integer, Level> guests = new TreeMap<>();
      SortedMap<String, Fill> storages = new TreeMap<>();
      if (answered) {
        for (int vmid = 101; vmid <= 110; vmid++) {
          if (random.nextInt(5) > 0) {
            guests.put(vmid, Level.of(random.nextDouble(), random.nextLong(4L << 30), 4L << 30));
          }
        }
        storages.put("local", new Fill(NOON.plusSeconds(i), random.nextInt(100_000), 100_000));
        storages.put("a;b:c,ö", new Fill(NOON.plusSeconds(i), random.nextInt(100_000), 100_000));
      }
      Level node = answered ? Level.of(random.nextDouble(), random.nextLong(1, 64L << 30), 64L << 30) : Level.NONE;
      samples.add(new Usage(new Presence(answered ? 1 : 0, answered ? 0 : 1, random.nextInt(9) == 0 ? 1 : 0), node, guests, storages));
    }
    return samples;
  }
}
