package io.pvefleet.pve.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As whom a host is called. */
public sealed interface Identity {

  /** For people and logs: {@code user@realm} or {@code user@realm!token}, without the secret. */
  String name();

  /**
   * An API token. The better way: no session, no CSRF token, its own privileges.
   *
   * @param userAndTokenId {@code user@realm!tokenid}
   */
  record Token(String userAndTokenId, Secret secret) implements Identity {

    // pve-access-control: user [^\s:/]+, realm [A-Za-z][A-Za-z0-9.\-_]+, token id like a realm; and only what a header may hold.
    private static final Pattern NAME = Pattern.compile("[!-~&&[^:/!]]+@[A-Za-z][A-Za-z0-9._-]+![A-Za-z][A-Za-z0-9._-]+");
    private static final Pattern WHOLE = Pattern.compile("(?:PVEAPIToken[= ])?([^=\\s]+)=([!-~]+)");

    public Token {
      if (!NAME.matcher(userAndTokenId).matches()) {
        throw new IllegalArgumentException("not of the form user@realm!tokenid");
      }
      if (!secret.reveal().chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException("the secret of token " + userAndTokenId + " holds characters that no token has");
      }
    }

    /**
     * Reads {@code user@realm!tokenid=uuid}, white space around it ignored.
     *
     * @throws IllegalArgumentException if the text has another form; the message does not repeat it
     */
    public static Token parse(String text) {
      Matcher m = WHOLE.matcher(text.strip());
      if (!m.matches()) {
        throw new IllegalArgumentException("not an API token of the form user@realm!tokenid=uuid");
      }
      return new Token(m.group(1), Secret.of(m.group(2)));
    }

    @Override
    public String name() {
      return userAndTokenId;
    }
  }

  /**
   * A user's password, exchanged for a ticket of two hours. Needed only for what no token may do.
   *
   * @param user {@code user@realm}
   */
  record Password(String user, Secret password) implements Identity {

    private static final Pattern NAME = Pattern.compile("[^\\s:/]+@[A-Za-z][A-Za-z0-9._-]+");

    /**
     * Reads {@code user@realm:password}, white space around it ignored; the password may hold colons.
     *
     * @throws IllegalArgumentException if the text has another form; the message does not repeat it
     */
    public static Password parse(String text) {
      String stripped = text.strip();
      int colon = stripped.indexOf(':');
      if (colon < 1 || colon == stripped.length() - 1 || !NAME.matcher(stripped.substring(0, colon)).matches()) {
        throw new IllegalArgumentException("not a login of the form user@realm:password");
      }
      return new Password(stripped.substring(0, colon), Secret.of(stripped.substring(colon + 1)));
    }

    public Password {
      if (!NAME.matcher(user).matches()) {
        throw new IllegalArgumentException("not of the form user@realm: " + user);
      }
    }

    @Override
    public String name() {
      return user;
    }
  }
}
