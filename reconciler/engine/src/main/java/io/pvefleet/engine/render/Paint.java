package io.pvefleet.engine.render;

import io.pvefleet.engine.plan.Impact;

/** Colour for terminals, from the sixteen that every terminal lets its user choose. Never the only carrier of a meaning. */
enum Paint {
  PLAIN,
  COLOUR;

  String added(String text) {
    return in("32", text);
  }

  String changed(String text) {
    return in("33", text);
  }

  String removed(String text) {
    return in("31", text);
  }

  String held(String text) {
    return in("35", text);
  }

  String strong(String text) {
    return in("1", text);
  }

  String quiet(String text) {
    return in("2", text);
  }

  String impact(Impact impact, String text) {
    return switch (impact) {
      case LIVE -> quiet(text);
      case RESTART, OFFLINE -> changed(text);
      case DESTRUCTIVE, IMPOSSIBLE -> removed(text);
    };
  }

  private String in(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOUR -> "\u001b[" + code + "m" + text + "\u001b[0m";
    };
  }
}
