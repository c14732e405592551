package io.pvefleet.engine.pass;

import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Locks that nothing stands behind: a worker that was killed, or whose host lost power, leaves them in the configuration for ever.
 * They are for a person to clear, who knows what the worker had done by then.
 */
final class StuckLocks {

  /** Tasks that lock a guest under another one's number or under none: a clone's has its source's, a backup of several has none. */
  private static final Set<String> ELSEWHERE = Set.of("qmclone", "vzdump", "qmigrate", "migrateall", "qmmove", "imgcopy");

  private StuckLocks() {}

  /** Whether it is worth asking. A hibernated VM is locked for as long as it likes. */
  static boolean isSuspect(GuestSummary guest, String node) {
    return guest.node().equals(node) && !guest.lock().isEmpty() && !guest.lock().equals("suspended");
  }

  /** Which of these VMs have such a lock; none where the host did not tell what it works on. */
  static Set<Integer> among(Map<Integer, Observed<VmObservation>> vms, @Nullable Answer active) {
    if (!(active instanceof Answer.Data(JsonNode rows))) {
      return Set.of();
    }
    List<Upid> tasks = rows.valueStream()
        .filter(row -> !row.has("endtime"))
        .flatMap(row -> Upid.parse(row.path("upid").asString("")).stream())
        .toList();
    Set<Integer> stuck = new TreeSet<>();
    vms.forEach((vmid, read) -> {
      boolean isLocked = read instanceof Observed.Present<VmObservation>(VmObservation vm)
          && !vm.lock().isEmpty() && !vm.lock().equals("suspended");
      if (isLocked && tasks.stream().noneMatch(task -> mayStandBehind(task, vmid))) {
        stuck.add(vmid);
      }
    });
    return stuck;
  }

  private static boolean mayStandBehind(Upid task, int vmid) {
    return task.id().equals(Integer.toString(vmid)) && !task.type().endsWith("proxy") || ELSEWHERE.contains(task.type());
  }
}
