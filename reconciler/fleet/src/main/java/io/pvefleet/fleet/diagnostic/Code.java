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

  /** Raised where a secret stands in the repository. Known here, because renderers never show the source line of it. */
  public static final Code LITERAL_SECRET = new Code("PVF-0130", "A secret stands in the repository", Blame.USER);

  /** A mistake of the repository's authors. */
  public static Code user(String id, String summary) {
    return new Code(id, summary, Blame.USER);
  }

  /** Something outside is not as it should be: a network, a server, a permission. */
  public static Code world(String id, String summary) {
    return new Code(id, summary, Blame.WORLD);
  }

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
