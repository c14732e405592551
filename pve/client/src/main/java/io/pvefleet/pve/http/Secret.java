package io.pvefleet.pve.http;

import java.util.Objects;

/** A token's UUID, a ticket or a password. Only {@link #reveal} shows it; {@link #toString} is {@code ***}. Immutable. */
public final class Secret {

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Wraps a secret.
   *
   * @throws IllegalArgumentException if it is empty or holds a control character; the message does not repeat it
   */
  public static Secret of(String text) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a secret is empty or holds a control character, such as a line break at its end");
    }
    return new Secret(text);
  }

  /** The secret itself, for the moment of sending; nothing else may keep or print it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return "***";
  }
}
