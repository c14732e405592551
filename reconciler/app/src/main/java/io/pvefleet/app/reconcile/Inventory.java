package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.engine.intake.HostSource;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.pass.HostReading;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Reads every VM of some hosts, also those that Git does not declare; hosts side by side, nothing written. Blocks. */
public final class Inventory {

  private final HostLines lines;
  private final Clock clock;

  public Inventory(HostLines lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /**
   * What the hosts have, in their order. A host that does not answer is among them, with why.
   *
   * @param done told of each host that was read, from any thread
   */
  public List<HostSource> of(List<DesiredHost> hosts, Consumer<DesiredHost> done) {
    return SideBySide.each(hosts, host -> {
      HostSource source = read(host);
      done.accept(host);
      return source;
    });
  }

  private HostSource read(DesiredHost host) {
    try {
      HostLine line = lines.to(host.host());
      HostReading known = finished(HostReading.of(host.host(), host.vms()), line);
      HostReading all = finished(HostSource.withStrangers(host, known, clock.instant()), line);
      return new HostSource(host, all, clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SideBySide.Interrupted(e);
    }
  }

  private static HostReading finished(HostReading begun, HostLine line) throws InterruptedException {
    HostReading reading = begun;
    while (!reading.next().isEmpty()) {
      reading = reading.with(Observer.ask(line, reading.next()));
    }
    return reading;
  }
}
