package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.Notifications.Login;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Tls;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From {@code email} of a sink, whose shape was checked, to its values. */
final class MailParser {
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final int SMTP = 25;

  private final Diagnostics diagnostics;

  MailParser(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<Receiver> parse(Node.Mapping email, String path) {
    String host = email.string("host").orElse("");
    Tls tls = Tls.valueOf(email.string("tls").orElse("starttls").toUpperCase(Locale.ROOT));
    Optional<String> user = email.string("user");
    Optional<String> password = email.string("password");
    if (user.isPresent() != password.isPresent()) {
      diagnostics.error(ModelCodes.CONTRADICTION, email.get(user.isPresent() ? "user" : "password").orElse(email).place(), path, "",
          user.isPresent() ? "A user is given and no password." : "A password is given and no user.",
          "Give both, or none where the mail server asks for no login.");
      return Optional.empty();
    }
    if (user.isPresent() && tls == Tls.NONE && !isThisMachine(host)) {
      diagnostics.error(ModelCodes.PASSWORD_IN_THE_CLEAR, email.get("tls").orElse(email).place(), path + ".tls", "none",
          "The password would be sent to \"" + host + "\" unprotected.", "Use tls: starttls or tls: tls.");
      return Optional.empty();
    }
    int port = email.get("port").map(node -> Integer.parseInt(((Node.Scalar) node).text())).orElse(switch (tls) {
      case STARTTLS -> SUBMISSION;
      case TLS -> SUBMISSIONS;
      case NONE -> SMTP;
    });
    List<String> to = email.get("to").map(NotificationsParser::texts).map(List::copyOf).orElse(List.of());
    Optional<Login> login = user.map(name -> new Login(name, NotificationsParser.reference(email, "password")));
    return Optional.of(new Receiver.Email(host, port, tls, login, email.string("from").orElse(""), to));
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }
}
