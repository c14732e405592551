package io.pvefleet.pve.http;

/** A token needs no session: it is the same for each request, and a 401 is final. */
record TokenSession(Grant.Token token) implements Session {

  @Override
  public Grant grant(Sending sending) {
    return token;
  }

  @Override
  public Grant renewed(Grant refused, Sending sending) {
    return refused;
  }
}
