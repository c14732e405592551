package io.pvefleet.vnc.session;

/** Where ways to guests come from. Thread-safe. */
@FunctionalInterface
public interface Dialler {

  /**
   * Looks at the guest. Blocks for one round of requests, and not at all for a host that is known to be silent.
   *
   * @throws ConsoleRefused if the host does not answer, or the guest is gone or stopped
   */
  Line look(Target target);
}
