package io.pvefleet.app.web.view;

import io.pvefleet.engine.plan.AttributeChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attribute that differs in the same way on one VM or many: the fleet's drift as one line instead of hundreds.
 *
 * @param path of the attribute, with the slot left as it is
 * @param from what is live
 * @param to what Git says
 */
public record DriftGroup(String path, String from, String to, List<Member> members) {
  public DriftGroup {
    members = List.copyOf(members);
  }

  /** One VM of the group. */
  public record Member(VmRow vm, AttributeChange attribute, Optional<Instant> since) {}

  /** Short and stable for the same difference: a part of the address that shows this group alone. */
  public String id() {
    return Integer.toHexString((path + '\0' + from + '\0' + to).hashCode());
  }

  public Optional<Instant> oldest() {
    return members.stream().flatMap(m -> m.since().stream()).min(Instant::compareTo);
  }
}
