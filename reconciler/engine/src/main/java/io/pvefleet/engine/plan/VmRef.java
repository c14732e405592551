package io.pvefleet.engine.plan;

/**
 * Which VM: host and vmid are the identity, the name is for people.
 *
 * @param name as declared, or as observed for a VM that is not in Git
 */
public record VmRef(String host, int vmid, String name) implements Comparable<VmRef> {
  /** The identity alone, as commands take it: {@code seoul-001/102}. */
  public String key() {
    return host + "/" + vmid;
  }

  @Override
  public int compareTo(VmRef other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(vmid, other.vmid);
  }

  @Override
  public String toString() {
    return host + "/" + vmid + " " + name;
  }
}
