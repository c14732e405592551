package io.pvefleet.pve.simulator.screen;

/** What was typed so far, with the Hangul syllable that is being composed. Not thread-safe. */
final class TypedText {

  /** A demonstration may run for months: only the last characters are kept. */
  private static final int LIMIT = 16_384;

  private final StringBuilder done = new StringBuilder();
  private final HangulComposer composer = new HangulComposer();

  void type(char character) {
    append(composer.finish());
    append(String.valueOf(character));
  }

  void typeHangul(char letter) {
    append(composer.add(letter));
  }

  void finishSyllable() {
    append(composer.finish());
  }

  void backspace() {
    if (!composer.takeBack() && !done.isEmpty()) {
      done.setLength(done.length() - 1);
    }
  }

  String text() {
    return done + composer.composing();
  }

  private void append(String more) {
    done.append(more);
    if (done.length() > LIMIT) {
      done.delete(0, done.length() - LIMIT);
    }
  }
}
