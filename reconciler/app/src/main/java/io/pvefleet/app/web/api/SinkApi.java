package io.pvefleet.app.web.api;

import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.notify.SinkState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How it goes with the sinks of notifications. */
@RestController
final class SinkApi {
  private final SinkBoard board;

  SinkApi(SinkBoard board) {
    this.board = board;
  }

  /** The sinks that fleet.yaml declares. */
  record Sinks(List<Sink> sinks) {}

  /** One of them, without what is secret of its address. */
  record Sink(
      String name, String kind, String address, int waiting, Optional<Instant> deliveredAt, String fault, Optional<Instant> nextTry,
      long messages, long failures, long givenUp) {
    static Sink of(SinkState s) {
      return new Sink(s.name(), s.kind(), s.address(), s.waiting(), s.delivered(), s.fault(), s.nextTry(), s.messages(), s.failures(),
          s.givenUp());
    }
  }

  @GetMapping("/api/v1/sinks")
  Sinks sinks() {
    return new Sinks(board.sinks().stream().map(Sink::of).toList());
  }
}
