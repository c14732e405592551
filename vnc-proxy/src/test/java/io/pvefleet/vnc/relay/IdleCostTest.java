package io.pvefleet.vnc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleCostTest {

  /** Fakes, clock and listener with it; a buffer per session would be ten times that. */
  private static final int MOST_BYTES = 8 * 1024;

  private static final int SESSIONS = 2000;

  @Test
  void anIdleConsoleHoldsNoBuffer() {
    Stage.open(Relay.Mode.CONSOLE);
    List<Stage> stages = new ArrayList<>(SESSIONS);
    long before = used();
    for (int i = 0; i < SESSIONS; i++) {
      Stage stage = Stage.open(Relay.Mode.CONSOLE);
      stage.hostSays(new byte[60_000]);
      stage.browser.got();
      stages.add(stage);
    }
    long each = (used() - before) / stages.size();

    System.out.println("an idle console holds " + each + " bytes, with the test's fakes");
    assertThat(each).isBetween(1L, (long) MOST_BYTES);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
