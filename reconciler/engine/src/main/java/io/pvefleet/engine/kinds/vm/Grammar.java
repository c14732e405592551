package io.pvefleet.engine.kinds.vm;

/** How the values of an option are written, and so how two of them compare. */
sealed interface Grammar permits Grammar.Verbatim {
  /** Equal texts, nothing else. */
  record Verbatim() implements Grammar {}
}
