package io.pvefleet.app.care;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.view.HostCare.Expiry;
import io.pvefleet.app.view.HostCare.Token;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * Until when our token is good. A token may not read its own entry: {@code GET /access/users/{user}/token/{token}} wants
 * {@code User.Modify}, which nobody gives a tool. The list of users shows the same to whoever has {@code Sys.Audit} on
 * {@code /access/groups}, as an observing role on {@code /} has, and whether the user itself ends.
 */
final class TokenLook {

  /** Time enough to make a new one in working hours. */
  private static final Duration SOON = Duration.ofDays(14);

  private TokenLook() {}

  /** Asks; empty where nobody knows who we are. */
  static Optional<Token> at(HostLine line, Instant now) {
    return line.user().filter(name -> name.contains("!")).map(name -> new Token(name, expiry(name, line), now));
  }

  private static Expiry expiry(String name, HostLine line) {
    int bang = name.indexOf('!');
    return switch (line.ask(PveRequest.get("/access/users").with("full", "1"))) {
      case Answer.Fault(var kind, String message, var fields) -> new Expiry.Unknown(message);
      case Answer.Data(JsonNode users) -> {
        for (JsonNode user : users) {
          if (user.path("userid").asString("").equals(name.substring(0, bang))) {
            yield ofUser(user, name.substring(bang + 1));
          }
        }
        yield new Expiry.Unknown("The token may not read the list of users: Sys.Audit on /access is missing.");
      }
    };
  }

  private static Expiry ofUser(JsonNode user, String tokenid) {
    for (JsonNode token : user.path("tokens")) {
      if (token.path("tokenid").asString("").equals(tokenid)) {
        return LongStream.of(user.path("expire").asLong(0), token.path("expire").asLong(0)).filter(end -> end > 0).min().stream()
            .<Expiry>mapToObj(end -> new Expiry.Until(Instant.ofEpochSecond(end))).findFirst().orElseGet(Expiry.Never::new);
      }
    }
    return new Expiry.Unknown("The host does not list the tokens of the user.");
  }

  static Finding told(Token token, Instant now) {
    return switch (token.expiry()) {
      case Expiry.Never() -> Finding.good("token", token.name() + " never expires");
      case Expiry.Unknown(String why) -> Finding.good("token", "when " + token.name() + " expires is not known: " + why);
      case Expiry.Until(Instant end) -> {
        long days = Duration.between(now, end).toDays();
        String text = "%s expires on %s, in %d %s".formatted(
            token.name(), LocalDate.ofInstant(end, ZoneOffset.UTC), days, days == 1 ? "day" : "days");
        yield Duration.between(now, end).compareTo(SOON) < 0
            ? Finding.bad("token", text, "On the host: pveum user token modify %s %s --expire 0; or make a new one and put it in its place."
                .formatted(token.name().substring(0, token.name().indexOf('!')), token.name().substring(token.name().indexOf('!') + 1)))
            : Finding.good("token", text);
      }
    };
  }
}
