package io.pvefleet.process.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process has opened, to be closed in the opposite order. Confined to one thread at a time. */
public final class OpenThings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenThings.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** The thing itself, which is closed with the others from now on. */
  public <T extends AutoCloseable> T add(T thing) {
    open.push(thing);
    return thing;
  }

  /** Last opened, first closed; what does not close is logged and keeps nothing else open. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("Something did not close; the rest is closed none the less");
      }
    }
  }
}
