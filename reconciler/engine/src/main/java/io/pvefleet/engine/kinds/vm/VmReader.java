package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.Listing;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What to read of a VM, and what the answers mean. {@code /pending} gives both the values in force and those that wait, with
 * the digest; its order is random and its types vary with the version, so everything becomes text.
 */
public final class VmReader {

  private VmReader() {}

  /** The configuration: values in force, values that wait, digest. */
  public static PveRequest pending(String node, int vmid) {
    return PveRequest.get("/nodes/" + node + "/qemu/" + vmid + "/pending");
  }

  /** The exact power state of one VM. In a pass over a host its list of VMs says the same in one request. */
  public static PveRequest status(String node, int vmid) {
    return PveRequest.get("/nodes/" + node + "/qemu/" + vmid + "/status/current");
  }

  /** Everything that an observation of this VM alone needs: its pool stands in the list of all guests only. */
  public static List<PveRequest> reads(String node, Vm desired) {
    int vmid = desired.ref().vmid();
    return Pools.isDeclared(desired)
        ? List.of(pending(node, vmid), status(node, vmid), Reads.resources())
        : List.of(pending(node, vmid), status(node, vmid));
  }

  /**
   * The observation that the answers to {@link #reads} give. Absent where the host says that its node has no such
   * configuration; whether the VM is elsewhere in a cluster is not known here.
   */
  public static Observed<VmObservation> observation(String node, Vm desired, Map<PveRequest, Answer> answers) {
    Observed<VmObservation> read = observation(node, desired.ref().vmid(), answers);
    if (!Pools.isDeclared(desired) || read.present().isEmpty()) {
      return read;
    }
    return switch (answers.get(Reads.resources())) {
      case null -> read;
      case Answer.Data(JsonNode rows) ->
          new Observed.Present<>(read.present().get().with(Listing.of(rows).membership(desired.ref().vmid())));
      case Answer.Fault fault -> new Observed.Unknown<>("VM " + desired.ref().vmid() + ": its pool: " + fault.message());
    };
  }

  /** As {@link #observation(String, Vm, Map)} for a VM that is not declared, without its pool. */
  public static Observed<VmObservation> observation(String node, int vmid, Map<PveRequest, Answer> answers) {
    Answer pending = answers.get(pending(node, vmid));
    Answer status = answers.get(status(node, vmid));
    if (pending == null || status == null) {
      return new Observed.Unknown<>("VM " + vmid + " was not read");
    }
    return switch (status) {
      case Answer.Data(JsonNode data) -> observation(vmid, pending, data);
      case Answer.Fault fault -> unknownOrAbsent(vmid, fault);
    };
  }

  /**
   * The observation that {@code /pending} and an object with {@code status} give: an entry of {@code GET /nodes/{node}/qemu},
   * or {@code status/current}.
   */
  public static Observed<VmObservation> observation(int vmid, Answer pending, JsonNode listed) {
    return switch (pending) {
      case Answer.Data(JsonNode data) -> data.isArray() ? present(vmid, data, listed) : unreadable(vmid);
      case Answer.Fault fault -> unknownOrAbsent(vmid, fault);
    };
  }

  private static Observed<VmObservation> unknownOrAbsent(int vmid, Answer.Fault fault) {
    return fault.kind() == FaultKind.NOT_FOUND
        ? new Observed.Absent<>()
        : new Observed.Unknown<>("VM " + vmid + ": " + fault.message());
  }

  private static Observed<VmObservation> unreadable(int vmid) {
    return new Observed.Unknown<>("VM " + vmid + ": the host's answer is not a list of options");
  }

  private static Observed<VmObservation> present(int vmid, JsonNode options, JsonNode listed) {
    Map<String, String> current = new HashMap<>();
    Map<String, String> effective = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    for (JsonNode option : options) {
      String key = text(option.path("key"));
      if (key.isEmpty()) {
        return unreadable(vmid);
      }
      String value = text(option.path("value"));
      put(current, key, value);
      boolean isReplaced = option.has("pending");
      boolean isDeleted = !isReplaced && isTrue(option.path("delete"));
      if (isReplaced || isDeleted) {
        waiting.add(key);
      }
      if (!isDeleted) {
        put(effective, key, isReplaced ? text(option.path("pending")) : value);
      }
    }
    String digest = effective.getOrDefault("digest", "");
    if (digest.isEmpty()) {
      // Without a digest no write could be guarded; an empty one would switch the host's check off.
      return new Observed.Unknown<>("VM " + vmid + ": the host gave no digest");
    }
    current.remove("digest");
    effective.remove("digest");
    String lock = current.getOrDefault("lock", "");
    boolean isTemplate = isTrue(current.get("template")) || isTrue(listed.path("template"));
    return new Observed.Present<>(
        new VmObservation(vmid, power(listed, lock), isTemplate, lock, current, effective, waiting, digest));
  }

  /** A blank value is none: Proxmox stores one blank for an empty parameter and for a boot order without devices. */
  private static void put(Map<String, String> map, String key, String value) {
    if (!value.isBlank()) {
      map.put(key, value);
    }
  }

  private static Power power(JsonNode listed, String lock) {
    String status = text(listed.path("status"));
    String qmp = text(listed.path("qmpstatus"));
    if (status.equals("paused") || status.equals("running") && qmp.equals("paused")) {
      return Power.PAUSED;
    }
    // A list that says anything but "stopped" of an existing VM has seen a process.
    if (status.equals("stopped")) {
      return lock.equals("suspended") ? Power.HIBERNATED : Power.STOPPED;
    }
    return Power.RUNNING;
  }

  private static boolean isTrue(JsonNode node) {
    return isTrue(text(node));
  }

  /** A pending removal is {@code 1}, or {@code 2} with force. */
  private static boolean isTrue(@org.jspecify.annotations.Nullable String text) {
    return text != null && (text.equals("1") || text.equals("2"));
  }

  private static String text(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue() ? "1" : "0";
    }
    return node.isValueNode() && !node.isNull() ? node.asString() : "";
  }
}
