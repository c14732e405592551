package io.pvefleet.vnc.session;

import java.time.Duration;

/** Told of what happens to sessions, for metrics. Does not block. */
public interface SessionListener {

  SessionListener NONE =
      new SessionListener() {
        @Override
        public void dialled(Duration opening, Duration authenticating) {}

        @Override
        public void refused(Refusal refusal) {}

        @Override
        public void closed(CloseReason reason, Traffic traffic) {}
      };

  /** A way is open. */
  void dialled(Duration opening, Duration authenticating);

  /** A console could not be had, whether at the request or while dialling. */
  void refused(Refusal refusal);

  /** A session ended, after whatever traffic. */
  void closed(CloseReason reason, Traffic traffic);
}
