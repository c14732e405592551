package io.pvefleet.app.view;

import io.pvefleet.engine.plan.AttributeChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attribute that differs in the same way on one VM or many: the fleet's drift as one line instead of hundreds.
 *
 * @param path of the attribute, with the slot left as it is
 * @param desired what Git says
 * @param configured what the configuration says
 * @param running what is in force
 */
public record DriftGroup(String path, String desired, String configured, String running, List<Member> members) {
  public DriftGroup {
    members = List.copyOf(members);
  }

  /** One VM of the group. */
  public record Member(VmRow vm, AttributeChange attribute, Optional<Instant> since) {}

  /** Short and stable for the same difference: a part of the address that shows this group alone. */
  public String id() {
    return Integer.toHexString((path + '\0' + desired + '\0' + configured + '\0' + running).hashCode());
  }

  public Optional<Instant> oldest() {
    return members.stream().flatMap(m -> m.since().stream()).min(Instant::compareTo);
  }
}
