package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.terminal.ClientTerminal;
import io.pvefleet.vnc.terminal.TerminalCounters;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What termproxy speaks: no handshake with the browser, and bytes of the host that mean nothing here. */
final class TerminalTalk implements Talk {

  /** As often as Proxmox's own page. */
  private static final Duration KEEP_ALIVE_AFTER = Duration.ofSeconds(30);

  private static final byte[] NOTHING = {};

  private final ClientTerminal messages;

  TerminalTalk(ClientTerminal.Mode mode) {
    this.messages = new ClientTerminal(mode);
  }

  @Override
  public byte[] greeting() {
    return NOTHING;
  }

  @Override
  public Heard accept(ByteBuffer in) {
    return switch (messages.accept(in)) {
      case ClientTerminal.Outcome.Pass(byte[] bytes, boolean wasInput) -> new Heard.Passed(NOTHING, bytes, wasInput, 0);
      case ClientTerminal.Outcome.Violation(String reason) -> new Heard.Refused(reason);
    };
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isAtBoundary() {
    return messages.isAtBoundary();
  }

  @Override
  public byte[] keepAlive() {
    return ClientTerminal.keepAlive();
  }

  @Override
  public Duration keepAliveAfter() {
    return KEEP_ALIVE_AFTER;
  }

  @Override
  public boolean isFirstFrame(ByteBuffer fromHost) {
    return fromHost.hasRemaining();
  }

  @Override
  public Figures figures() {
    TerminalCounters counters = messages.counters();
    return new Figures(0, 0, counters.inputs(), 0, 0, 0, counters.refused());
  }
}
