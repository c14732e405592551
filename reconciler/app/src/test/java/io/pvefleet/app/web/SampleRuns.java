package io.pvefleet.app.web;

import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.Revisions;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs in which much happens: a whole fleet at once, changes that waited, a task that is under way. */
final class SampleRuns {
  static final String EARLIER = "77ab01f2c4d5e6f708192a3b4c5d6e7f80912233";

  private SampleRuns() {}

  static void add(Store store, Instant now) {
    store.revisions().describe(
        new Revisions.Made(SampleFleet.COMMIT, "Kim Minji", now.minusSeconds(7500), "pos: 4 GiB of memory for every till"));
    store.revisions().describe(new Revisions.Made(EARLIER, "Lee Jun", now.minusSeconds(90000), "kiosk: quiet fans at night"));
    bulk(store, now.minusSeconds(1200));
    underWay(store, now.minusSeconds(9));
  }

  /** 37 done, 2 failed, 1 held. */
  private static void bulk(Store store, Instant at) {
    Runs runs = store.runs();
    Runs.Run run = runs.begin(EARLIER, Runs.Trigger.COMMAND, "", at);
    runs.noteHeld(run.id(), List.of(new Runs.Held(new VmRef("daegu-011", 101, "kiosk-01"), "update", "window",
        "spec.networks.net0.model can only be changed while the VM is off; restarts when the window opens, Mon 2026-11-23 02:00.")));
    for (int i = 0; i < 39; i++) {
      VmRef vm = new VmRef("seoul-%03d".formatted(1 + 8 * (i / 4)), 101 + i % 4,
          i % 4 < 2 ? "kiosk-0" + (1 + i % 4) : "pos-0" + (i % 4 - 1));
      Runs.Change change = runs.beginChange(run.id(), vm, "update", "cpu.cores 1 -> 2", at.plusSeconds(i));
      boolean isBad = i == 11 || i == 12;
      runs.endChange(change.id(), new Runs.Ending(at.plusSeconds(i + 2), isBad ? Runs.Result.FAILED : Runs.Result.SUCCEEDED,
          isBad ? "VM is locked (backup)" : "", isBad ? List.of("TASK ERROR: VM is locked (backup)") : List.of()));
    }
    runs.end(run.id(), at.plusSeconds(60));
  }

  private static void underWay(Store store, Instant at) {
    Runs.Run run = store.runs().begin(SampleFleet.COMMIT, Runs.Trigger.COMMIT, "seoul-017", at);
    store.runs().noteHeld(run.id(), List.of(new Runs.Held(new VmRef("seoul-017", 106, "server-01"), "update", "protection",
        "lifecycle.protect forbids losing data: spec.disks.scsi2. Lift it in a commit of its own first.")));
    Runs.Change change = store.runs().beginChange(run.id(), new VmRef("seoul-017", 104, "pos-02"), "create", "clone template 9000", at);
    Upid task = Upid.parse("UPID:pve1:0000C5B0:0015D9A4:6A1B2C3D:qmclone:9000:root@pam!pvefleet:").orElseThrow();
    Leases.Fence fence = store.leases().take("seoul-017", "sample", at, at.plusSeconds(60)).orElseThrow();
    store.journal().append(new Journal.Entry(change.id(), at, Journal.Stage.INTENDED, "clone",
        "POST /nodes/pve1/qemu/9000/clone newid=104 name=pos-02 full=1", Optional.empty(), ""), fence);
    store.journal().append(
        new Journal.Entry(change.id(), at.plusMillis(120), Journal.Stage.SENT, "clone", "", Optional.of(task), ""), fence);
  }
}
