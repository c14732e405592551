package io.pvefleet.app.web.query;

/** What the address names does not exist, or not any more. */
public final class NoSuchThing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param what without an article, for example {@code host seoul-001} */
  public NoSuchThing(String what) {
    super(what);
  }
}
