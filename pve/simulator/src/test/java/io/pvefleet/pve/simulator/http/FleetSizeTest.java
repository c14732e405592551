package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A hundred hosts fit into one process, start quickly and are told apart. */
class FleetSizeTest {

  private static final int HOSTS = 100;
  private static final int VMS = 10;

  @Test
  void aHundredHostsStartAtOnceAndServeTenMachinesEach() throws Exception {
    Instant before = Instant.now();
    try (SimulatedFleet fleet = SimulatedFleet.start(SimulationSettings.FAST.withHosts(HOSTS))) {
      Duration started = Duration.between(before, Instant.now());
      Set<String> fingerprints = new HashSet<>();
      fleet.hosts().forEach(h -> fingerprints.add(h.fingerprint()));
      assertThat(fingerprints).hasSize(HOSTS);
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        List<Callable<Void>> calls = fleet.hosts().stream().<Callable<Void>>map(host -> () -> fill(host)).toList();
        for (Future<Void> done : threads.invokeAll(calls)) {
          done.get();
        }
      }
      System.gc();
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      System.out.printf(
          "fleet: %d hosts started in %d ms; with %d VMs each, %d MiB%n", HOSTS, started.toMillis(), VMS, used >> 20);
      assertThat(used >> 20).as("MiB of heap").isLessThan(300);
      assertThat(started).isLessThan(Duration.ofSeconds(20)); // two on an idle machine; builds share theirs
    }
  }

  private static Void fill(SimulatedHost host) throws Exception {
    try (RawClient client = new RawClient(host)) {
      for (int vmid : IntStream.range(100, 100 + VMS).toArray()) {
        String body = "vmid=" + vmid + "&name=vm" + vmid + "&memory=1024&scsi0=local-lvm%3A8&net0=virtio%2Cbridge%3Dvmbr0";
        assertThat(client.call("POST", "/nodes/pve1/qemu", host.token(), body).status()).isEqualTo(200);
      }
      assertThat(client.call("GET", "/cluster/resources?type=vm", host.token(), "").data().size()).isEqualTo(VMS + 2);
    }
    return null;
  }
}
