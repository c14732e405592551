package io.pvefleet.engine.plan;

import io.pvefleet.engine.observe.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person's word that one change of one VM may happen although something holds it: a limit, or the want of consent to a deletion. It
 * holds for one commit and for the VM as it was seen then, and no longer than until its end. Immutable.
 *
 * @param vm as it was called then
 * @param revision commit that the approved plan was made from
 * @param digest of the VM's configuration that the approved plan was made from
 * @param identity of the VM that the approved plan was made from
 * @param by who approved, as the operating system knows them
 */
public record Approval(VmRef vm, String revision, String digest, Identity identity, String by, Instant at, Instant until) {

  /** What an approval comes to when it is needed. */
  public sealed interface Standing {

    /** It holds. */
    record Holds(Approval approval) implements Standing {}

    /**
     * There is one, and it is worth nothing any more.
     *
     * @param why one sentence that says what moved
     */
    record Void(Approval approval, String why) implements Standing {}

    /** Nobody approved. */
    record Missing() implements Standing {}
  }

  /** Whether it is about that VM. */
  public boolean isOf(VmRef other) {
    return vm.host().equals(other.host()) && vm.vmid() == other.vmid();
  }

  /**
   * How the approvals stand towards a change, as it is planned now.
   *
   * @param revision commit of the plan
   * @param now when its host was observed
   */
  public static Standing of(List<Approval> approvals, Change.Head head, String revision, Instant now) {
    Optional<Approval> given = approvals.stream().filter(approval -> approval.isOf(head.vm())).findFirst();
    return given.<Standing>map(approval -> approval.moved(head, revision, now)
            .<Standing>map(why -> new Standing.Void(approval, why))
            .orElseGet(() -> new Standing.Holds(approval)))
        .orElseGet(Standing.Missing::new);
  }

  /** Who, and until when, as plan and pages say it. */
  public String shown() {
    return "approved by %s until %s".formatted(by, until);
  }

  private Optional<String> moved(Change.Head head, String planned, Instant now) {
    String given = "The approval that %s gave at %s does not hold any more: ".formatted(by, at);
    if (!until.isAfter(now)) {
      return Optional.of(given + "it ended at " + until + ".");
    }
    if (!identity.equals(head.identity())) {
      return Optional.of(given + "another VM has this vmid now.");
    }
    if (!revision.equals(planned)) {
      return Optional.of(given + "it was given for commit %s, and now %s is in force.".formatted(brief(revision), brief(planned)));
    }
    return digest.isEmpty() || !digest.equals(head.digest())
        ? Optional.of(given + "the VM's configuration changed on the host.")
        : Optional.empty();
  }

  private static String brief(String revision) {
    return revision.length() > 10 ? revision.substring(0, 10) : revision;
  }
}
