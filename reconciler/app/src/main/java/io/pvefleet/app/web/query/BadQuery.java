package io.pvefleet.app.web.query;

import java.util.List;
import java.util.stream.Collectors;

/** The address asks for something that does not make sense; says of each parameter what is wrong and what would be right. */
public final class BadQuery extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Wrong> wrong;

  /**
   * One parameter.
   *
   * @param says what is wrong, to be read after the name: {@code is not a whole number from 1: x}
   */
  public record Wrong(String parameter, String says) {
    /** As a sentence, which a reader of another language has translated. */
    public String sentence() {
      return "The parameter " + parameter + " " + says + ".";
    }
  }

  /** @param wrong everything that is wrong, at least one */
  public BadQuery(List<Wrong> wrong) {
    super(wrong.size() + " parameters make no sense");
    this.wrong = List.copyOf(wrong);
  }

  /** All of it, in sentences. */
  public String says() {
    return wrong.stream().map(Wrong::sentence).collect(Collectors.joining(" "));
  }

  public List<Wrong> wrong() {
    return wrong;
  }
}
