package io.pvefleet.app.care;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A line whose patience ends: each request has limits of its own, and a host that uses each of them up to the last second would keep a
 * look for minutes. What was not asked in time is answered as silence.
 */
record LimitedLine(HostLine line, LongSupplier nanos, long until) implements HostLine {

  static LimitedLine of(HostLine line, LongSupplier nanos, Duration patience) {
    return new LimitedLine(line, nanos, nanos.getAsLong() + patience.toNanos());
  }

  @Override
  public Answer ask(PveRequest request) {
    return nanos.getAsLong() - until < 0
        ? line.ask(request)
        : new Answer.Fault(FaultKind.UNREACHABLE, "the host is too slow for a look at it", Map.of());
  }

  @Override
  public Optional<String> user() {
    return line.user();
  }

  @Override
  public TaskOver await(Upid upid, Duration limit) {
    return line.await(upid, limit);
  }
}
