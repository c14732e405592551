package io.pvefleet.app.view;

import io.pvefleet.engine.plan.VmState;
import java.util.List;
import java.util.SequencedMap;

/**
 * A part of the VMs, one site after the other. The part is cut by VMs and not by sites, so that it is never long.
 *
 * @param branches sites of the part, each with those of its VMs that are in it
 */
public record VmTree(List<Branch> branches) {
  public VmTree {
    branches = List.copyOf(branches);
  }

  /**
   * A site.
   *
   * @param counts VMs that were asked for by state, the most urgent first, also those that are not in this part
   */
  public record Branch(SiteRow site, List<VmRow> rows, SequencedMap<VmState, Integer> counts) {
    public Branch {
      rows = List.copyOf(rows);
    }

    /** VMs that were asked for, also those that are not in this part. */
    public int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether everything that was asked for is as Git says and was looked at: nothing has to be read here. */
    public boolean isQuiet() {
      return counts.keySet().stream().allMatch(state -> state == VmState.IN_SYNC || state == VmState.UNMANAGED);
    }
  }
}
