package io.pvefleet.vnc.dial;

import io.pvefleet.vnc.relay.HostLine;
import io.pvefleet.vnc.terminal.HostGreeting;
import java.nio.ByteBuffer;

/** termproxy up to its OK. */
final class TerminalOpening implements Opening {
  private static final byte[] NOTHING = {};

  private final HostGreeting greeting;

  TerminalOpening(String user, byte[] ticket) {
    this.greeting = new HostGreeting(user, ticket);
  }

  @Override
  public byte[] hello() {
    return greeting.takeHello();
  }

  @Override
  public Step receive(ByteBuffer in) {
    return switch (greeting.receive(in)) {
      case HostGreeting.Progress.Waiting ignored -> new Step.Send(NOTHING);
      case HostGreeting.Progress.Done(byte[] surplus) -> new Step.Open(NOTHING, end -> HostLine.terminal(end, surplus));
      case HostGreeting.Progress.Failed(String sentence) -> new Step.Failed(sentence, Why.PROTOCOL);
    };
  }

  @Override
  public Step.Failed ended() {
    return new Step.Failed(greeting.ended(), Why.CLOSED);
  }
}
