package io.pvefleet.app.view;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** What can be wrong with a host that answers: what a list of hosts can be asked for. */
public enum Trouble {
  /** VMs that are not as Git says. */
  DIFFERING("differing"),
  /** Guests that Git does not know. */
  UNMANAGED("unmanaged"),
  /** CPU over its limit. */
  CPU("cpu"),
  /** Memory over its limit. */
  MEMORY("memory"),
  /** A storage over its limit. */
  STORAGE("storage"),
  /** A certificate that ends soon, or is not the one that Git asks for. */
  CERTIFICATE("certificate"),
  /** A token that ends soon. */
  TOKEN("token"),
  /** A step of the last look at the way to the host that did not go well. */
  DOCTOR("doctor");

  private final String word;

  Trouble(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  boolean is(HostRow host, Gauges gauges, Instant now) {
    return switch (this) {
      case DIFFERING -> host.differing() > 0;
      case UNMANAGED -> host.count(io.pvefleet.engine.plan.VmState.UNMANAGED) > 0;
      case CPU -> gauges.cpu(host).filter(Gauge::isOver).isPresent();
      case MEMORY -> gauges.memory(host).filter(Gauge::isOver).isPresent();
      case STORAGE -> gauges.storages(host).stream().anyMatch(Gauge::isOver);
      case CERTIFICATE -> host.care().flatMap(HostCare::certificate)
          .filter(c -> c.pin() == HostCare.Pin.MISMATCH || isSoon(c.notAfter(), gauges.certificateDays(host), now)).isPresent();
      case TOKEN -> host.care().flatMap(HostCare::tokenEnds).filter(end -> isSoon(end, gauges.tokenDays(host), now)).isPresent();
      case DOCTOR -> host.care().filter(care -> !care.bad().isEmpty()).isPresent();
    };
  }

  /** Whether that end is less than so many days away; where no limit says how many, whether it has passed. */
  static boolean isSoon(Instant end, OptionalInt days, Instant now) {
    return end.isBefore(now.plus(Duration.ofDays(days.orElse(0))));
  }
}
