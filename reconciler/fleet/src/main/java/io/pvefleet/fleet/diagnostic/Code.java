package io.pvefleet.fleet.diagnostic;

/**
 * A stable code of something that a user can see going wrong, {@code PVF-} and four digits, with the page
 * docs/errors/CODE.md. 01xx: the fleet repository. 02xx: Git. 03xx: hosts and their API. 04xx: plan and policy. 05xx:
 * settings, store and command line.
 *
 * <p>Codes are constants of the package that raises them; a tidiness test holds each against its page.
 *
 * @param id for example {@code PVF-0107}
 * @param summary constant, short, no value in it
 */
public record Code(String id, String summary, Blame blame) {

  /** Who has to act. */
  public enum Blame {
    USER,
    WORLD,
    BUG
  }

  @Override
  public String toString() {
    return id;
  }
}
