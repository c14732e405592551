package io.pvefleet.app.web;

/** What the address names does not exist, or not any more. */
final class NoSuchThing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoSuchThing(String what) {
    super(what);
  }
}
