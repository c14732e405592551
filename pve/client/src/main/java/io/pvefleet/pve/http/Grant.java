package io.pvefleet.pve.http;

import java.util.List;
import okhttp3.Request;

/** What makes a request count as somebody's. Never printed. */
sealed interface Grant {

  void attach(Request.Builder request, boolean isSafe);

  /** Texts that must not be seen in anything that comes back. */
  List<String> secrets();

  /** For logging in, where a token header would be refused with 403. */
  record None() implements Grant {
    @Override
    public void attach(Request.Builder request, boolean isSafe) {}

    @Override
    public List<String> secrets() {
      return List.of();
    }
  }

  /** An API token: one header, no cookie beside it (a cookie would win), no CSRF token. */
  record Token(Identity.Token token) implements Grant {
    @Override
    public void attach(Request.Builder request, boolean isSafe) {
      request.header("Authorization", "PVEAPIToken=" + token.userAndTokenId() + "=" + token.secret().reveal());
    }

    @Override
    public List<String> secrets() {
      return List.of(token.secret().reveal());
    }
  }

  /** A ticket: a cookie, and on everything but reads the CSRF token that came with it. */
  record Ticket(Secret ticket, Secret csrfToken) implements Grant {
    @Override
    public void attach(Request.Builder request, boolean isSafe) {
      request.header("Cookie", "PVEAuthCookie=" + FormEncoding.encode(ticket.reveal()));
      if (!isSafe) {
        request.header("CSRFPreventionToken", csrfToken.reveal());
      }
    }

    @Override
    public List<String> secrets() {
      return List.of(ticket.reveal(), csrfToken.reveal());
    }
  }
}
