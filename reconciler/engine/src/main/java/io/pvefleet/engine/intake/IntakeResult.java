package io.pvefleet.engine.intake;

import io.pvefleet.engine.kinds.vm.WrittenVm.Note;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What an import would write.
 *
 * @param hosts in the order asked for
 * @param files text by path below the repository; none of them is there yet
 * @param profiles those among the files, with how many VMs take each
 */
public record IntakeResult(List<HostIntake> hosts, SequencedMap<String, String> files, List<ProfileUse> profiles) {
  public IntakeResult {
    hosts = List.copyOf(hosts);
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    profiles = List.copyOf(profiles);
  }

  /**
   * One host.
   *
   * @param silence why it could not be read; empty where it was
   */
  public record HostIntake(String host, Optional<String> silence, List<Imported> vms, List<LeftOut> leftOut) {
    public HostIntake {
      vms = List.copyOf(vms);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** A VM with a document. */
  public record Imported(int vmid, String name, String file, int line, List<String> profiles, List<Note> notes) {
    public Imported {
      profiles = List.copyOf(profiles);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A guest without one.
   *
   * @param kind {@code VM}, {@code template} or {@code container}
   */
  public record LeftOut(int vmid, String name, String kind, String reason) {}

  /** A profile that several VMs share. */
  public record ProfileUse(String name, String file, int vms) {}

  /** How many VMs got a document. */
  public int imported() {
    return hosts.stream().mapToInt(host -> host.vms().size()).sum();
  }
}
