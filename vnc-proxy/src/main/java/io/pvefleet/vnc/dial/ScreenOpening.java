package io.pvefleet.vnc.dial;

import io.pvefleet.vnc.relay.HostLine;
import io.pvefleet.vnc.rfb.HostHandshake;
import io.pvefleet.vnc.rfb.RfbFault;
import io.pvefleet.vnc.rfb.ServerInit;
import java.nio.ByteBuffer;

/** RFB up to the host's ServerInit. */
final class ScreenOpening implements Opening {
  private static final byte[] NOTHING = {};

  private final HostHandshake handshake;

  ScreenOpening(byte[] password) {
    this.handshake = new HostHandshake(password);
  }

  @Override
  public byte[] hello() {
    return NOTHING;
  }

  @Override
  public Step receive(ByteBuffer in) {
    return switch (handshake.receive(in)) {
      case HostHandshake.Progress.Send(byte[] bytes) -> new Step.Send(bytes);
      case HostHandshake.Progress.Done(byte[] bytes, ServerInit init, byte[] surplus) ->
          new Step.Open(bytes, end -> HostLine.screen(end, init, surplus));
      case HostHandshake.Progress.Failed(RfbFault why) -> failed(why);
    };
  }

  @Override
  public Step.Failed ended() {
    return failed(handshake.ended());
  }

  private static Step.Failed failed(RfbFault fault) {
    Why why = switch (fault) {
      case RfbFault.AuthenticationFailed ignored -> Why.PASSWORD;
      case RfbFault.Ended ignored -> Why.CLOSED;
      case RfbFault.Refused ignored -> Why.PROTOCOL;
      case RfbFault.Unexpected ignored -> Why.PROTOCOL;
    };
    return new Step.Failed(fault.sentence(), why);
  }
}
