package io.pvefleet.app.notify;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.Notifications.Tls;
import io.pvefleet.fleet.model.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Three sinks as a fleet has them: one that is well, one that nobody was told through yet, one that does not answer. */
public final class SampleSinks {
  private SampleSinks() {}

  public static Notifications notifications() {
    Map<String, Receiver> receivers = Map.of(
        "ops", new Receiver.Slack(new SecretRef("env:SLACK_URL")),
        "nms", new Receiver.Webhook(new SecretRef("file:/etc/pvefleet/nms-url"), new TreeMap<>(), Optional.empty()),
        "night-shift", new Receiver.Email("smtp.example.org", 587, Tls.STARTTLS, Optional.empty(), "pvefleet@example.org",
            List.of("night@example.org")));
    TreeMap<String, Sink> sinks = new TreeMap<>();
    receivers.forEach((name, receiver) -> sinks.put(name, new Sink(name, receiver, Sample.everything(), Optional.empty(),
        Duration.ofSeconds(60), new Notifications.Limit(20, Duration.ofHours(1)), Optional.empty())));
    return new Notifications(sinks);
  }

  public static SinkBoard board(FleetBoard fleet, Instant now) {
    SinkBoard board = new SinkBoard(fleet);
    board.delivered("ops", now.minus(Duration.ofMinutes(3)), "");
    board.delivered("nms", now.minus(Duration.ofHours(5)), "");
    board.failed("nms", "nms.example.org: no connection.", now.plus(Duration.ofMinutes(12)));
    board.waiting(Map.of("nms", 37));
    return board;
  }
}
