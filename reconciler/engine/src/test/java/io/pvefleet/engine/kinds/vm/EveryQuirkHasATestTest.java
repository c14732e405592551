package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every recorded surprise, and every trap of the facts that touches the differ, has a test of its name. */
class EveryQuirkHasATestTest {

  /** Numbered entries, and the list of what is live and what waits as the 41st. */
  private static final int SURPRISES = 41;

  private static final int TRAPS = 43;

  private static final List<Class<?>> CLASSES =
      List.of(RewritingQuirksTest.class, DiskQuirksTest.class, RefusalQuirksTest.class, LifeQuirksTest.class, PoolMembershipTest.class);

  /** Where an error appears, in the call or in the task, is a matter of runs. */
  private static final Map<Integer, String> ELSEWHERE = Map.of(32, "io.pvefleet.engine.run.ChangeRunTest.aLockIsWaitedForAndThenReported");

  /** Traps of transport, tasks, locks and hosts: the comparison of a VM never meets them. */
  private static final Set<Integer> NO_MATTER_OF_THE_DIFFER =
      Set.of(14, 15, 16, 20, 21, 22, 23, 25, 26, 27, 32, 33, 34, 35, 36, 37, 38, 40, 41, 42, 43);

  @Test
  void everySurpriseHasATest() {
    Set<Integer> tested = numbers(quirk -> quirk.surprises());
    ELSEWHERE.forEach((number, test) -> {
      assertThat(exists(test)).as(test).isTrue();
      tested.add(number);
    });
    assertThat(tested).containsExactlyElementsOf(IntStream.rangeClosed(1, SURPRISES).boxed().toList());
  }

  @Test
  void everyTrapOfTheDifferHasATest() {
    Set<Integer> tested = numbers(quirk -> quirk.traps());
    List<Integer> expected = IntStream.rangeClosed(1, TRAPS).boxed().filter(n -> !NO_MATTER_OF_THE_DIFFER.contains(n)).toList();
    assertThat(tested).containsExactlyElementsOf(expected);
  }

  private static Set<Integer> numbers(java.util.function.Function<Quirk, int[]> which) {
    Map<String, Quirk> quirks = new TreeMap<>();
    CLASSES.forEach(type -> Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Quirk.class))
        .forEach(method -> quirks.put(type.getSimpleName() + "." + method.getName(), method.getAnnotation(Quirk.class))));
    return quirks.values().stream().flatMapToInt(quirk -> Arrays.stream(which.apply(quirk))).boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean exists(String test) {
    int dot = test.lastIndexOf('.');
    try {
      return Class.forName(test.substring(0, dot)).getDeclaredMethod(test.substring(dot + 1)) != null;
    } catch (ReflectiveOperationException gone) {
      return false;
    }
  }
}
