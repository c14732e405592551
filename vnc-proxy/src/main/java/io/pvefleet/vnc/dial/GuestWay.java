package io.pvefleet.vnc.dial;

import io.pvefleet.vnc.relay.HostLine;
import io.pvefleet.vnc.session.Way;
import java.time.Duration;

/** A way to a guest: the host's half of a console. */
public final class GuestWay implements Way {
  private final HostLine line;
  private final String upid;
  private final Duration opening;
  private final Duration authenticating;

  GuestWay(HostLine line, String upid, Duration opening, Duration authenticating) {
    this.line = line;
    this.upid = upid;
    this.opening = opening;
    this.authenticating = authenticating;
  }

  /** The line of a way that came from {@link HostDialler}, as all do in a process that has no other dialler. */
  public static HostLine lineOf(Way way) {
    return ((GuestWay) way).line;
  }

  @Override
  public String upid() {
    return upid;
  }

  @Override
  public Duration opening() {
    return opening;
  }

  @Override
  public Duration authenticating() {
    return authenticating;
  }

  @Override
  public void close() {
    line.close();
  }
}
