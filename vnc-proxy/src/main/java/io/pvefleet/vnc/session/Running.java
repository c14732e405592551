package io.pvefleet.vnc.session;

import java.util.List;

/** A console in use, as the rules see it. Its calls neither block for long nor throw. Thread-safe. */
public interface Running {

  /** Tells the browser who else is on this guest. */
  void presence(List<Other> others);

  /** Ends it soon; the first reason counts. */
  void end(CloseReason reason);

  /** What has passed so far. */
  Traffic traffic();
}
