package io.pvefleet.engine.plan;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.fleet.yaml.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to happen to one VM: a closed set of actions, each with its reason and verdict. Immutable. */
public sealed interface Change {

  Head head();

  /** Declared attributes that differ; for a Create all that are declared. */
  List<AttributeChange> attributes();

  /** This change with another head. */
  default Change with(Head head) {
    return switch (this) {
      case Create create -> new Create(head, create.origin(), create.attributes(), create.steps());
      case Adopt adopt -> new Adopt(head, adopt.attributes(), adopt.steps());
      case Update update -> new Update(head, update.attributes(), update.steps());
      case Release release -> new Release(head, release.attributes(), release.steps());
      case Delete delete -> new Delete(head, delete.attributes(), delete.steps());
      case Keep keep -> new Keep(head, keep.attributes());
    };
  }

  /** In order; empty for a Keep and for what is held because it cannot be done. */
  List<Step> steps();

  /** The VM is not on the host and is made, from nothing or by cloning a template. */
  record Create(Head head, Origin origin, List<AttributeChange> attributes, List<Step> steps) implements Change {}

  /**
   * The VM is there, without the ownership tag but with the declared name: it is tagged, and no step does more. What else differs
   * stands among the attributes for the reader; it is an Update of a later plan.
   */
  record Adopt(Head head, List<AttributeChange> attributes, List<Step> steps) implements Change {}

  /** The VM differs. */
  record Update(Head head, List<AttributeChange> attributes, List<Step> steps) implements Change {}

  /**
   * The VM was applied from Git and is no longer declared: it loses the ownership tag and stays on the host, shut down before where
   * its last applied document says {@code onRemove: stop}.
   */
  record Release(Head head, List<AttributeChange> attributes, List<Step> steps) implements Change {}

  /** The VM was applied from Git and is no longer declared, and its last applied document says {@code onRemove: delete}. */
  record Delete(Head head, List<AttributeChange> attributes, List<Step> steps) implements Change {}

  /** Nothing to do: in sync, or only a restart is waited for, or nothing is known. */
  record Keep(Head head, List<AttributeChange> attributes) implements Change {
    @Override
    public List<Step> steps() {
      return List.of();
    }
  }

  /**
   * What every change has.
   *
   * @param place where the VM is declared; empty for one that is not
   * @param labels of the document
   * @param state as reported now
   * @param reason typed, for people and metrics; nothing branches on it
   * @param stateDetail one sentence that explains the state; may be empty
   * @param digest of the configuration that the plan was made from; empty where there is none
   * @param identity which VM the plan was made from; none where nothing was read of it
   */
  record Head(
      VmRef vm,
      Optional<Place> place,
      Map<String, String> labels,
      VmState state,
      Reason reason,
      String stateDetail,
      Verdict verdict,
      String digest,
      Identity identity) {
    public Head {
      labels = Map.copyOf(labels);
    }

    /** Of a VM of which nothing was read. */
    public Head(
        VmRef vm, Optional<Place> place, Map<String, String> labels, VmState state, Reason reason, String stateDetail, Verdict verdict,
        String digest) {
      this(vm, place, labels, state, reason, stateDetail, verdict, digest, Identity.NONE);
    }

    public Head with(Verdict newVerdict, VmState newState, String newDetail) {
      return new Head(vm, place, labels, newState, reason, newDetail, newVerdict, digest, identity);
    }
  }

  /** Where a new VM comes from. */
  sealed interface Origin {
    record Nothing() implements Origin {}

    record Template(int vmid) implements Origin {}
  }

  /** Why the change is in the plan. */
  enum Reason {
    NOT_ON_HOST,
    GIT_CHANGED,
    LIVE_CHANGED,
    NOT_YET_OWNED,
    REMOVED_FROM_GIT,
    WAITS_FOR_RESTART,
    IN_SYNC,
    NOT_OBSERVED
  }
}
