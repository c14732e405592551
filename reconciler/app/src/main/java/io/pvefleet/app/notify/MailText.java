package io.pvefleet.app.notify;

/** The text of a mail: plain, so that every reader, terminal and archive shows it. Pure. */
final class MailText {
  private MailText() {}

  static String subject(Letter letter, Wording wording) {
    return "[" + letter.fleet() + "] " + line(wording.subject(letter));
  }

  static String of(Letter letter, Wording wording) {
    StringBuilder text = new StringBuilder();
    wording.overview(letter).forEach(line -> text.append(line(line)).append('\n'));
    text.append(text.isEmpty() ? "" : "\n");
    for (News news : letter.shown()) {
      text.append(wording.state(news)).append("  ").append(line(wording.head(news))).append('\n');
      wording.lines(news).forEach(line -> text.append("  ").append(line(line)).append('\n'));
      wording.link(news).ifPresent(url -> text.append("  ").append(url).append('\n'));
      text.append('\n');
    }
    if (letter.more() > 0) {
      text.append(wording.say("notice.more", letter.more())).append('\n');
      wording.linkToMore(letter).ifPresent(url -> text.append("  ").append(url).append('\n'));
      text.append('\n');
    }
    // Two hyphens and a blank begin what readers fold away.
    return text.append("-- \n").append(wording.foot(letter)).append('\n').toString();
  }

  /** What others wrote begins no line of its own, let alone a header, and has no signs that a terminal would obey. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
