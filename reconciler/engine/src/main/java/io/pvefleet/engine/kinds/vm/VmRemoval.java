package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The requests that let go of a VM which left Git, and what would be lost with it. Judges nothing. Pure. */
public final class VmRemoval {

  /** Key of the step that deletes a VM; no other step of any change deletes one. */
  public static final String DELETE = "delete";

  /** Key of the step that takes off the ownership tag. */
  public static final String RELEASE = "release";

  private VmRemoval() {}

  /** Takes the ownership tag off and leaves the other tags as they are written; guarded by the digest that was read. */
  public static Step release(VmObservation found, String node) {
    List<String> others = otherTags(found);
    PveRequest request = PveRequest.post(vm(node, found.vmid()) + "/config").with("digest", found.digest());
    // An empty value would be stored as one blank.
    PveRequest written = others.isEmpty() ? request.with("delete", "tags") : request.with("tags", String.join(";", others));
    return new Step(RELEASE, "Take the ownership tag off", written, Impact.LIVE, false);
  }

  /** Tags beside the ownership tag, in the order and case in which the host has them. */
  public static List<String> otherTags(VmObservation found) {
    return Form.words(tags(found)).stream().filter(tag -> !tag.toLowerCase(Locale.ROOT).equals(Vm.OWNERSHIP_TAG)).toList();
  }

  /** Tags as the host has them. */
  public static String tags(VmObservation found) {
    return found.effective().getOrDefault("tags", "");
  }

  /** Shuts down as the last applied document allows: gracefully, and switched off after the timeout only where it said so. */
  public static Step shutdown(int vmid, String node, Vm.Restart restart) {
    String seconds = Long.toString(restart.timeout().toSeconds());
    PveRequest request = PveRequest.post(vm(node, vmid) + "/status/shutdown").with("timeout", seconds);
    return restart.force()
        ? new Step("shutdown", "Shut down, and switch off after " + seconds + " s", request.with("forceStop", "1"), Impact.OFFLINE, false)
        : new Step("shutdown", "Shut down", request, Impact.OFFLINE, false);
  }

  /**
   * Deletes the VM with the volumes that its configuration and its snapshots name. {@code purge} removes it from backup jobs,
   * replication and HA as well, where a later owner of the vmid would inherit it. Volumes that only carry its number may belong to
   * somebody else, so that their removal is declined in words and not by a default.
   */
  public static Step delete(int vmid, String node) {
    PveRequest request = PveRequest.delete(vm(node, vmid)).with("purge", "1").with("destroy-unreferenced-disks", "0");
    return new Step(DELETE, "Delete VM %d and its volumes".formatted(vmid), request, Impact.DESTRUCTIVE, false);
  }

  /** Whether the VM has a process that must end before it can be deleted. */
  public static boolean runs(VmObservation found) {
    return found.power() != Power.STOPPED;
  }

  /**
   * What a deletion destroys that somebody may want back, by slot: disks and unused volumes. A CD drive and a cloud-init drive hold
   * nothing that is not made again; the variables of EFI and the state of a TPM are worth nothing without a disk.
   */
  public static SequencedMap<String, String> data(VmObservation found) {
    SequencedMap<String, String> slots = new TreeMap<>();
    found.current().forEach((option, value) -> addData(option, value, slots));
    found.effective().forEach((option, value) -> addData(option, value, slots));
    return slots;
  }

  private static void addData(String option, String value, SequencedMap<String, String> slots) {
    boolean isVariables = option.equals("efidisk0") || option.equals("tpmstate0");
    if (option.startsWith("unused") || Drive.isSlot(option) && !isVariables && holdsData(Drive.parse(value))) {
      slots.put(option, value);
    }
  }

  private static boolean holdsData(Drive drive) {
    return !drive.isCdrom() && !drive.isCloudInit();
  }

  private static String vm(String node, int vmid) {
    return "/nodes/" + node + "/qemu/" + vmid;
  }
}
