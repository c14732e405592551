package io.pvefleet.app.store;

import io.pvefleet.app.store.Leases.Fence;

/** Another process has taken the host over: whoever meets this has nothing more to send to it, and nothing more to note of it. */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LeaseLost(Fence fence) {
    super("Another pvefleet process has taken host " + fence.host() + " over.");
  }
}
