package io.pvefleet.fleet.model;

import io.pvefleet.fleet.schema.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How {@code notifications} of {@code fleet.yaml} is written. */
public final class NotificationsShape {

  /** Words of alerts; those of app.alert are the same, which a test there holds. */
  public static final List<String> ALERTS = List.of(
      "usage-cpu", "usage-memory", "usage-storage", "host-offline", "fleet-held", "certificate", "token", "drift",
      "pending-restart", "run-failed", "commit-rejected");

  /** Words of events; those of app.view are the same, which a test there holds. */
  public static final List<String> EVENTS = List.of(
      "drift", "healed", "applied", "failed", "stopped", "indeterminate", "held", "unreachable", "reachable", "commit", "rejected",
      "git", "fleet", "approval", "removed", "vm-started", "vm-stopped", "vm-changed", "rebooted", "console", "store", "notify");

  /** Headers that pvefleet sets, and those that belong to the connection; in small letters. */
  static final Set<String> OUR_HEADERS = Set.of(
      "content-type", "content-length", "content-encoding", "host", "connection", "expect", "upgrade", "transfer-encoding",
      "user-agent", "accept", "x-pvefleet-notice", "x-pvefleet-signature");

  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  /** The characters that RFC 5322 allows without quotes, and a domain; an address in Unicode cannot be sent to everywhere. */
  private static final String ADDRESS =
      "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+([.][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

  private static final String HOURS = "([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]";

  private static final Shape URL = new Shape.SecretReference(
      "Where its address is kept: env:NAME or file:/path. Who knows the address can write there, so that it never stands here.");

  private static final Shape.Struct SLACK = new Shape.Struct(
      "An incoming webhook of Slack, Mattermost or what else understands Slack's messages.", List.of(
      Shape.Field.required("url", URL)));

  private static final Shape.Struct WEBHOOK = new Shape.Struct("Any server that takes JSON by POST.", List.of(
      Shape.Field.required("url", URL),
      Shape.Field.optional("secret", new Shape.SecretReference(
          "Secret of the signature (HMAC-SHA256) in the header X-Pvefleet-Signature: env:NAME or file:/path; unsigned without it.")),
      Shape.Field.optional("headers", new Shape.Dictionary("Further headers by name, each value as env:NAME or file:/path.",
          "[A-Za-z][A-Za-z0-9-]{0,63}", new Shape.SecretReference("Where the value is kept: env:NAME or file:/path.")))));

  private static final Shape.Struct EMAIL = new Shape.Struct("Mail by SMTP.", List.of(
      Shape.Field.required("host", Shape.Text.matching("Name or IP address of the mail server.",
          "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]+", "smtp.example.org")),
      Shape.Field.optional("port", new Shape.Whole("Its port; default 587 with starttls, 465 with tls, 25 with none.", 1, 65_535)),
      Shape.Field.optional("tls", Shape.Words.of(
          "starttls (default) begins in the clear and demands protection, tls is protected from the first byte, none is not.",
          "starttls", "tls", "none")),
      Shape.Field.optional("user", new Shape.Text("User of the mail server; without one nobody logs in.", Optional.empty(), 1, 254,
          List.of("pvefleet@example.org"))),
      Shape.Field.optional("password", new Shape.SecretReference("Where the user's password is kept: env:NAME or file:/path.")),
      Shape.Field.required("from", address("Sender.", "pvefleet@example.org")),
      Shape.Field.required("to", new Shape.Array("Who gets it.", address("A recipient.", "ops@example.org"), 1, true))));

  private static final Shape LABEL = new Shape.Either("A value, or a list of values of which one must fit.", List.of(
      DocumentShape.labelValue("The value that the label must have."),
      new Shape.Array("Values of which the label must have one.", DocumentShape.labelValue("A value."), 1, true)));

  private static final Shape.Struct SITES = new Shape.Struct(
      "Only what happens at these sites; all that is given must fit. What concerns the whole fleet is then not told.", List.of(
      Shape.Field.optional("names", new Shape.Array("Names of sites.", DocumentShape.name("Name of a site.", "seoul-001"), 1, true)),
      Shape.Field.optional("labels", new Shape.Dictionary(
          "Hosts with all of these labels; one that the host does not have is taken from its site.", DocumentShape.LABEL_KEY,
          LABEL))));

  private static final Shape.Struct ON = new Shape.Struct("What it is told of; default is every alert and no event.", List.of(
      Shape.Field.optional("alerts", new Shape.Array("Kinds of alerts, their beginning and their end; default is all, [] is none.",
          new Shape.Words("A kind of alert.", ALERTS), 0, true)),
      Shape.Field.optional("severity", Shape.Words.of("The least severity of alerts; default warning.", "warning", "critical")),
      Shape.Field.optional("events", new Shape.Array("Kinds of events, as on the page of events; default is none.",
          new Shape.Words("A kind of event.", EVENTS), 0, true)),
      Shape.Field.optional("sites", SITES)));

  private static final Shape.Text HOURS_TEXT =
      Shape.Text.matching("From and until, by the clock of each site; may go past midnight.", HOURS, "22:00-07:00");

  private static final Shape QUIET = new Shape.Either(
      "Hours in which a site's news waits for its morning and then comes as one message; critical alerts do not wait.", List.of(
      HOURS_TEXT,
      new Shape.Struct("Hours in which a site's news waits for its morning and then comes as one message.", List.of(
          Shape.Field.required("hours", HOURS_TEXT),
          Shape.Field.optional("critical",
              Shape.Words.of("send (default) does not let critical alerts wait, hold does.", "send", "hold"))))));

  private static final Shape.Struct AT_MOST = new Shape.Struct(
      "How many messages it gets at most; what is more waits and comes together. Default is 20 in 1h.", List.of(
      Shape.Field.required("messages", new Shape.Whole("Number of messages.", 1, 1000)),
      Shape.Field.required("per", Durations.shape("In any span of this length, 1m to 24h."))));

  /** The value of {@code spec.notifications}. */
  static final Shape SHAPE = new Shape.Dictionary("Who is told what: sinks by name.", NAME, new Shape.Struct(
      "Somebody who is told. Exactly one of slack, webhook and email says where.", List.of(
      Shape.Field.optional("slack", SLACK),
      Shape.Field.optional("webhook", WEBHOOK),
      Shape.Field.optional("email", EMAIL),
      Shape.Field.optional("on", ON),
      Shape.Field.optional("language", Shape.Words.of("Language of what is told; default is the daemon's.", "en", "ko")),
      Shape.Field.optional("group", Durations.shape(
          "How long the first news waits for others that go with it, 0s to 1h; default 60s.")),
      Shape.Field.optional("atMost", AT_MOST),
      Shape.Field.optional("quietHours", QUIET))));

  private NotificationsShape() {}

  private static Shape.Text address(String description, String example) {
    return new Shape.Text(description, Optional.of(ADDRESS), 3, 254, List.of(example));
  }
}
