package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Verb;

/** A browser that was let in. */
record Seated(Register register, Session session, Call call, Way way) implements Boarding.Boarded {

  @Override
  public Verb mode() {
    return session.mode;
  }

  @Override
  public String title() {
    String name = session.name.isEmpty() ? Integer.toString(session.guest.vmid()) : session.name;
    return session.guest.siteName().isEmpty() ? name : name + " · " + session.guest.siteName();
  }

  @Override
  public void runs(Running running) {
    register.runs(session, call, running);
  }

  @Override
  public void firstFrame() {
    register.firstFrame(session, call);
  }

  @Override
  public void over(CloseReason reason, Traffic traffic) {
    register.over(session, call, reason, traffic);
  }
}
