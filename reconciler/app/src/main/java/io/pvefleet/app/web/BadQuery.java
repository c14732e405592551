package io.pvefleet.app.web;

/** The address asks for something that does not make sense; the message says what and what would. */
final class BadQuery extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadQuery(String message) {
    super(message);
  }
}
