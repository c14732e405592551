package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Six hundred open consoles are cheap, clients of the test included. */
@Timeout(120)
class ConsoleScaleTest {

  private static final int HOSTS = 10;
  private static final int EACH = 60;

  @Test
  void sixHundredConsolesAreOpenAtOnce() throws Exception {
    try (SimulatedFleet fleet = SimulatedFleet.start(SimulationSettings.FAST.withHosts(HOSTS));
        ExecutorService openers = Executors.newFixedThreadPool(8)) {
      long before = used();
      List<Callable<RawWebSocket>> opening = new ArrayList<>();
      for (SimulatedHost host : fleet.hosts()) {
        for (int vmid = 100; vmid < 100 + EACH; vmid++) {
          host.keyboard().create(vmid, Map.of("name", "vm" + vmid));
          host.keyboard().start(vmid);
          int id = vmid;
          opening.add(() -> opened(host, id));
        }
      }
      long start = System.nanoTime();
      List<RawWebSocket> open = new ArrayList<>();
      for (Future<RawWebSocket> one : openers.invokeAll(opening)) {
        open.add(one.get());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(fleet.hosts()).allSatisfy(host -> assertThat(host.openConsoles()).isEqualTo(EACH));
      long kib = (used() - before) / 1024 / open.size();
      System.out.printf("consoles: %d opened in %d ms; %d KiB of heap each, client and host%n", open.size(), took.toMillis(), kib);
      assertThat(kib).isLessThan(300);
      for (RawWebSocket socket : open) {
        socket.close();
      }
      for (SimulatedHost host : fleet.hosts()) {
        // The socket is gone a moment before the host has written its console off; the test's time limit is what fails.
        while (host.openConsoles() > 0 || !host.machine().look().consoles().open().isEmpty()) {
          Thread.sleep(Duration.ofMillis(5));
        }
      }
    }
  }

  private static RawWebSocket opened(SimulatedHost host, int vmid) throws Exception {
    JsonNode asked = RawWebSocket.asked(host, "/nodes/pve1/qemu/" + vmid + "/vncproxy", "websocket=1");
    RawWebSocket socket = RawWebSocket.open(host, "/nodes/pve1/qemu/" + vmid, asked);
    if (socket.answered(socket.challenge(), asked.get("password").asString()) != 0) {
      throw new IOException("not let in to " + vmid);
    }
    return socket;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
