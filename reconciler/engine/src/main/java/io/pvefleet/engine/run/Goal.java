package io.pvefleet.engine.run;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.pass.Applied;
import java.time.Duration;

/** What a change brings a VM to: what Git declares, or the end that the last applied document gave it. */
public sealed interface Goal {

  /** As declared. */
  record Declared(Vm vm) implements Goal {}

  /** No longer declared: let go of or deleted. */
  record Removed(Applied applied) implements Goal {}

  /** How long a graceful shutdown may take. */
  default Duration shutdownTimeout() {
    return switch (this) {
      case Declared(Vm vm) -> vm.restart().timeout();
      case Removed(Applied applied) -> applied.restart().timeout();
    };
  }
}
