package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.fleet.model.Notifications.Choice;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.QuietHours;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** From {@code notifications} of {@code fleet.yaml}, whose shape was checked, to its values. */
final class NotificationsParser {
  private static final Duration GROUP = Duration.ofSeconds(60);
  private static final Duration LONGEST_GROUP = Duration.ofHours(1);
  private static final Limit AT_MOST = new Limit(20, Duration.ofHours(1));
  private static final Duration SHORTEST_PER = Duration.ofMinutes(1);
  private static final Duration LONGEST_PER = Duration.ofHours(24);

  private final Diagnostics diagnostics;

  private NotificationsParser(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The sinks that can be used; what cannot is an error. */
  static Notifications parse(Node.Mapping spec, Diagnostics diagnostics) {
    NotificationsParser parser = new NotificationsParser(diagnostics);
    SortedMap<String, Sink> sinks = new TreeMap<>();
    mapping(spec, "notifications").ifPresent(all -> all.entries().forEach(entry -> {
      if (entry.value() instanceof Node.Mapping sink) {
        parser.sink(entry, sink).ifPresent(read -> sinks.put(read.name(), read));
      }
    }));
    return new Notifications(sinks);
  }

  private Optional<Sink> sink(Node.Entry entry, Node.Mapping sink) {
    String path = YamlPath.key("spec.notifications", entry.key());
    Choice on = choice(entry, sink, path);
    Duration group = between(sink, "group", GROUP, Duration.ZERO, LONGEST_GROUP, path, "0s to 1h");
    Limit atMost = atMost(sink, path);
    Optional<QuietHours> quietHours = quietHours(sink, path);
    return receiver(entry, sink, path)
        .map(receiver -> new Sink(entry.key(), receiver, on, sink.string("language"), group, atMost, quietHours));
  }

  private Optional<Receiver> receiver(Node.Entry entry, Node.Mapping sink, String path) {
    List<String> given = List.of("slack", "webhook", "email").stream().filter(key -> sink.get(key).isPresent()).toList();
    if (given.isEmpty()) {
      diagnostics.error(SchemaCodes.MISSING_KEY, entry.keyPlace(), path, entry.key(),
          "The sink \"" + entry.key() + "\" does not say where it is.", "Add one of \"slack\", \"webhook\" and \"email\".");
      return Optional.empty();
    }
    if (given.size() > 1) {
      diagnostics.error(ModelCodes.CONTRADICTION, entry.keyPlace(), path, entry.key(),
          "The sink \"" + entry.key() + "\" has " + String.join(" and ", given) + "; a sink is one of them.",
          "Make a sink of each, with a name of its own.");
      return Optional.empty();
    }
    String key = given.getFirst();
    return mapping(sink, key).flatMap(receiver -> switch (key) {
      case "slack" -> Optional.of(new Receiver.Slack(reference(receiver, "url")));
      case "webhook" -> webhook(receiver, path + ".webhook");
      default -> new MailParser(diagnostics).parse(receiver, path + ".email");
    });
  }

  private Optional<Receiver> webhook(Node.Mapping webhook, String path) {
    SortedMap<String, SecretRef> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    boolean isSound = true;
    for (Node.Entry header : mapping(webhook, "headers").map(Node.Mapping::entries).orElse(List.of())) {
      if (NotificationsShape.OUR_HEADERS.contains(header.key().toLowerCase(Locale.ROOT))) {
        diagnostics.error(ModelCodes.OUR_HEADER, header.keyPlace(), YamlPath.key(path + ".headers", header.key()), header.key(),
            "The header \"" + header.key() + "\" is set by pvefleet or by the connection.", "Remove it.");
        isSound = false;
      } else if (headers.put(header.key(), new SecretRef(((Node.Scalar) header.value()).text())) != null) {
        diagnostics.error(ModelCodes.CONTRADICTION, header.keyPlace(), YamlPath.key(path + ".headers", header.key()), header.key(),
            "The header \"" + header.key() + "\" is given twice; upper and lower case are the same here.", "Remove one of them.");
        isSound = false;
      }
    }
    return isSound
        ? Optional.of(new Receiver.Webhook(reference(webhook, "url"), headers, webhook.string("secret").map(SecretRef::new)))
        : Optional.empty();
  }

  private Choice choice(Node.Entry entry, Node.Mapping sink, String path) {
    Optional<Node.Mapping> on = mapping(sink, "on");
    Set<String> alerts = on.flatMap(o -> o.get("alerts")).map(NotificationsParser::texts)
        .orElseGet(() -> new LinkedHashSet<>(NotificationsShape.ALERTS));
    Set<String> events = on.flatMap(o -> o.get("events")).map(NotificationsParser::texts).orElse(Set.of());
    if (alerts.isEmpty() && events.isEmpty()) {
      diagnostics.warning(ModelCodes.TOLD_NOTHING, on.flatMap(o -> o.get("alerts")).map(Node::place).orElse(entry.keyPlace()),
          path + ".on", "", "The sink \"" + entry.key() + "\" is told of no alert and of no event, so that it never hears anything.",
          "Name alerts or events, or remove the sink.");
    }
    boolean onlyCritical = on.flatMap(o -> o.string("severity")).filter("critical"::equals).isPresent();
    Optional<Node.Mapping> sites = on.flatMap(o -> mapping(o, "sites"));
    SortedMap<String, List<String>> labels = new TreeMap<>();
    sites.flatMap(s -> mapping(s, "labels")).ifPresent(map -> map.entries().forEach(label ->
        labels.put(label.key(), label.value() instanceof Node.Scalar one ? List.of(one.text()) : List.copyOf(texts(label.value())))));
    return new Choice(alerts, onlyCritical ? Severity.CRITICAL : Severity.WARNING, events,
        sites.flatMap(s -> s.get("names")).map(NotificationsParser::texts).orElse(Set.of()), labels);
  }

  private Limit atMost(Node.Mapping sink, String path) {
    return mapping(sink, "atMost").map(atMost -> new Limit(
        atMost.get("messages").map(node -> Integer.parseInt(((Node.Scalar) node).text())).orElse(AT_MOST.messages()),
        between(atMost, "per", AT_MOST.per(), SHORTEST_PER, LONGEST_PER, path + ".atMost", "1m to 24h"))).orElse(AT_MOST);
  }

  private Optional<QuietHours> quietHours(Node.Mapping sink, String path) {
    Optional<Node> node = sink.get("quietHours");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String text = node.get() instanceof Node.Mapping mapping
        ? mapping.string("hours").orElse("") : ((Node.Scalar) node.get()).text();
    boolean holds = node.get() instanceof Node.Mapping mapping && mapping.string("critical").filter("hold"::equals).isPresent();
    LocalTime from = LocalTime.parse(text.substring(0, 5));
    LocalTime until = LocalTime.parse(text.substring(6));
    if (from.equals(until)) {
      diagnostics.error(ModelCodes.ALWAYS_QUIET, node.get().place(), path + ".quietHours", text,
          "The quiet hours begin and end at " + from + ".", "Write a later or an earlier end, for example 22:00-07:00.");
      return Optional.empty();
    }
    return Optional.of(new QuietHours(from, until, holds));
  }

  private Duration between(
      Node.Mapping mapping, String key, Duration ifMissing, Duration shortest, Duration longest, String path, String range) {
    Duration read = mapping.string(key).flatMap(Durations::parse).orElse(ifMissing);
    if (read.compareTo(shortest) < 0 || read.compareTo(longest) > 0) {
      diagnostics.error(SchemaCodes.OUT_OF_RANGE, mapping.get(key).orElse(mapping).place(), path + "." + key, Durations.format(read),
          Durations.format(read) + " is out of range; " + range + " is allowed.", "Use a duration of this range.");
    }
    return read;
  }

  static SecretRef reference(Node.Mapping mapping, String key) {
    return new SecretRef(mapping.string(key).orElse(""));
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  static Set<String> texts(Node node) {
    Set<String> texts = new LinkedHashSet<>();
    if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> texts.add(((Node.Scalar) item).text()));
    }
    return texts;
  }
}
