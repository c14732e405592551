package io.pvefleet.app.notify;

import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/** How it goes with each sink, for pages, API and metrics: from memory, so that no reader waits for the store. Thread safe. */
public final class SinkBoard {
  private static final Delivery NOTHING = new Delivery(Optional.empty(), "", Optional.empty(), 0, 0, 0);

  private final FleetBoard fleet;
  private final ConcurrentMap<String, Delivery> deliveries = new ConcurrentHashMap<>();
  private volatile Map<String, Integer> waiting = Map.of();

  private record Delivery(
      Optional<Instant> delivered, String fault, Optional<Instant> nextTry, long messages, long failures, long givenUp) {}

  public SinkBoard(FleetBoard fleet) {
    this.fleet = fleet;
  }

  /** The sinks that the fleet declares, by name. */
  public List<SinkState> sinks() {
    return fleet.view().settings().notifications().sinks().values().stream().map(this::state).toList();
  }

  private SinkState state(Sink sink) {
    Delivery d = deliveries.getOrDefault(sink.name(), NOTHING);
    return new SinkState(
        sink.name(), kind(sink.receiver()), address(sink.receiver()), waiting.getOrDefault(sink.name(), 0), d.delivered(), d.fault(),
        d.nextTry(), d.messages(), d.failures(), d.givenUp());
  }

  void waiting(Map<String, Integer> counts) {
    waiting = Map.copyOf(counts);
  }

  /** What an earlier process left. */
  void recall(String sink, Optional<Instant> delivered, String fault, Optional<Instant> nextTry) {
    change(sink, d -> new Delivery(delivered, fault, nextTry, d.messages(), d.failures(), d.givenUp()));
  }

  void delivered(String sink, Instant at, String remark) {
    change(sink, d -> new Delivery(Optional.of(at), remark, Optional.empty(), d.messages() + 1, d.failures(), d.givenUp()));
  }

  /** Something else than what was just delivered is still tried. */
  void fails(String sink, String fault, Instant nextTry) {
    change(sink, d -> new Delivery(d.delivered(), fault, Optional.of(nextTry), d.messages(), d.failures(), d.givenUp()));
  }

  void failed(String sink, String fault, Instant nextTry) {
    change(sink, d -> new Delivery(d.delivered(), fault, Optional.of(nextTry), d.messages(), d.failures() + 1, d.givenUp()));
  }

  void givenUp(String sink, String fault) {
    change(sink, d -> new Delivery(d.delivered(), fault, Optional.empty(), d.messages(), d.failures() + 1, d.givenUp() + 1));
  }

  private void change(String sink, UnaryOperator<Delivery> news) {
    deliveries.compute(sink, (_, before) -> news.apply(before == null ? NOTHING : before));
  }

  static String kind(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Slack _ -> "slack";
      case Receiver.Webhook _ -> "webhook";
      case Receiver.Email _ -> "email";
    };
  }

  static String address(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Slack slack -> slack.url().text();
      case Receiver.Webhook hook -> hook.url().text();
      case Receiver.Email mail -> String.join(", ", mail.to()) + " (" + mail.host() + ":" + mail.port() + ")";
    };
  }
}
