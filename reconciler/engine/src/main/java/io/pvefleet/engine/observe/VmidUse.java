package io.pvefleet.engine.observe;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;

/** What {@code GET /cluster/nextid?vmid=N} says of a vmid. */
public sealed interface VmidUse {

  /** No guest of any type on any node has it. */
  record Free() implements VmidUse {}

  /** A guest has it, whether or not the token may see that guest. */
  record Taken() implements VmidUse {}

  /** The question was not answered. */
  record NotKnown(String why) implements VmidUse {}

  /**
   * Reads the answer. The same 400 also says that a number is no valid vmid, so that the text decides and not the status
   * alone; recorded from 9.2: {@code errors.vmid = "VM 101 already exists"}.
   */
  static VmidUse of(Answer answer) {
    return switch (answer) {
      case Answer.Data ignored -> new Free();
      case Answer.Fault fault when saysTaken(fault) -> new Taken();
      case Answer.Fault fault -> new NotKnown(fault.message());
    };
  }

  private static boolean saysTaken(Answer.Fault fault) {
    return fault.kind() == FaultKind.ALREADY_EXISTS
        || fault.message().contains("already exists")
        || fault.fields().values().stream().anyMatch(text -> text.contains("already exists"));
  }
}
