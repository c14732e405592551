package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.git.FileTree;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The budget of a load, held in CPU terms: the best of several, so that a busy machine does not fail it. */
class LoadSpeedTest {

  private static final int SITES = 100;
  private static final int GUESTS = 10;

  @Test
  void thousandGuestsLoadWithinTheBudget() {
    FleetFixture fixture = FleetFixture.empty().file("fleet.yaml", FleetFixture.FLEET)
        .profile("base", "{memory: 2GiB, tags: [a, b], disks: {scsi0: {storage: local, size: 8GiB}, scsi1: {storage: local}}}")
        .profile("pos", "{profiles: [base], power: running, memory: 4GiB}");
    for (int site = 0; site < SITES; site++) {
      String name = "site-%03d".formatted(site);
      StringBuilder guests = new StringBuilder();
      for (int guest = 0; guest < GUESTS; guest++) {
        guests.append("""
            ---
            apiVersion: pvefleet/v1
            kind: Guest
            metadata:
              name: pos-%d
              labels: {role: pos, ring: pilot}
            spec:
              vmid: %d
              profiles: [pos]
              memory: 8GiB
              disks:
                scsi0: {size: 64GiB}
                scsi2: {storage: local-lvm, size: 1TiB}
              tags: [till, counter]
              mac: %s-%d
            """.formatted(guest, 100 + guest, name, guest));
      }
      fixture.file("sites/" + name + "/site.yaml", FleetFixture.SITE.replace("seoul-001", name))
          .file("sites/" + name + "/vms.yaml", guests.toString());
    }
    FileTree tree = fixture.tree();
    FleetLoader loader = new FleetLoader(java.util.List.of(new FleetFixture.Guest()));
    long best = Long.MAX_VALUE;
    long first = 0;
    for (int i = 0; i < 12; i++) {
      long start = System.nanoTime();
      FleetLoad load = loader.load(tree);
      long took = System.nanoTime() - start;
      assertThat(load.diagnostics()).isEmpty();
      assertThat(load.fleet().orElseThrow().guests()).hasSize(SITES * GUESTS);
      first = i == 0 ? took : first;
      best = Math.min(best, took);
    }
    System.out.println("1,000 guests: first load " + first / 1_000_000 + " ms, best " + best / 1_000_000 + " ms");
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(300));
  }
}
