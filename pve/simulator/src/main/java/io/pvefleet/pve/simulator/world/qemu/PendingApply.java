package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;
import java.util.TreeMap;

/** Applies everything pending to a machine that does not run. Source: qemu-server {@code vmconfig_apply_pending}. */
final class PendingApply {

  private PendingApply() {}

  /** Applies and writes once; gives the errors by option, of which there are none while every volume may be detached. */
  static Map<String, String> apply(Work work, int vmid) {
    Map<String, String> errors = new TreeMap<>();
    Draft draft = work.draft(vmid);
    if (draft.pending.isEmpty() && draft.deletes.isEmpty()) {
      return errors;
    }
    Detach detach = new Detach(work);
    new TreeMap<>(draft.deletes).forEach((option, how) -> {
      try {
        if (Options.isDrive(option)) {
          detach.deleteOrDetach(draft, option, how);
        }
        draft.deletes.remove(option);
        draft.config.remove(option);
      } catch (Die e) {
        errors.put(option, "hotplug problem - " + e.nested());
      }
    });
    draft.cleanPending();
    boolean newCloudinit = false;
    for (Map.Entry<String, String> change : new TreeMap<>(draft.pending).entrySet()) {
      String option = change.getKey();
      String old = draft.config.get(option);
      if (Options.isDrive(option)) {
        if (old != null) {
          Drive before = Drive.of(option, old);
          if (!before.file().equals(Drive.of(option, change.getValue()).file())) {
            detach.register(draft, before);
          }
        }
        newCloudinit |= Drive.of(option, change.getValue()).isCloudinit();
      }
      draft.config.put(option, change.getValue());
      draft.pending.remove(option);
    }
    work.write(draft);
    if (newCloudinit) {
      work.write(Cloudinit.written(work.vm(vmid)));
    }
    return errors;
  }
}
