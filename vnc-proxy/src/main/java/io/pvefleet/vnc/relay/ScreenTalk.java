package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.rfb.BrowserHandshake;
import io.pvefleet.vnc.rfb.ClientMessages;
import io.pvefleet.vnc.rfb.Counters;
import io.pvefleet.vnc.rfb.FrameWatch;
import io.pvefleet.vnc.rfb.ServerInit;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** RFB. */
final class ScreenTalk implements Talk {

  /** A Proxmox host cuts a console on which no byte moved for 15 minutes; twice that often two may get lost. */
  private static final Duration KEEP_ALIVE_AFTER = Duration.ofMinutes(5);

  private static final byte[] NOTHING = {};

  private final ClientMessages messages;
  private final byte[] greeting;
  private final byte[] keepAlive;
  private final FrameWatch watch;
  private @Nullable BrowserHandshake handshake;

  ScreenTalk(ServerInit init, String title, ClientMessages.Mode mode, int clipboardBytes) {
    this.messages = new ClientMessages(mode, init, clipboardBytes);
    this.handshake = new BrowserHandshake(init, title);
    this.greeting = handshake.greeting();
    this.keepAlive = ClientMessages.keepAlive(init);
    this.watch = new FrameWatch(init);
  }

  @Override
  public byte[] greeting() {
    return greeting;
  }

  @Override
  public Heard accept(ByteBuffer in) {
    if (handshake == null) {
      return heard(NOTHING, in);
    }
    return switch (handshake.receive(in)) {
      case BrowserHandshake.Progress.Send(byte[] bytes) -> new Heard.Passed(bytes, NOTHING, false, 0);
      case BrowserHandshake.Progress.Done(byte[] bytes, byte[] surplus) -> {
        handshake = null;
        yield heard(bytes, ByteBuffer.wrap(surplus));
      }
      case BrowserHandshake.Progress.Failed(var why) -> new Heard.Refused(why.sentence());
    };
  }

  private Heard heard(byte[] toBrowser, ByteBuffer in) {
    return switch (messages.accept(in)) {
      case ClientMessages.Outcome.Pass(byte[] bytes, boolean wasInput, long dropped) -> {
        watch.expect(messages.bitsPerPixel());
        yield new Heard.Passed(toBrowser, bytes, wasInput, dropped);
      }
      case ClientMessages.Outcome.Violation(String reason) -> new Heard.Refused(reason);
    };
  }

  @Override
  public boolean isOpen() {
    return handshake == null;
  }

  @Override
  public boolean isAtBoundary() {
    return messages.isAtBoundary();
  }

  @Override
  public byte[] keepAlive() {
    return keepAlive;
  }

  @Override
  public Duration keepAliveAfter() {
    return KEEP_ALIVE_AFTER;
  }

  @Override
  public boolean isFirstFrame(ByteBuffer fromHost) {
    return watch.sees(fromHost);
  }

  @Override
  public Figures figures() {
    Counters counters = messages.counters();
    return new Figures(0, 0, counters.keys(), counters.pointers(), counters.clipboardBytes(), counters.droppedClipboards(),
        counters.refused());
  }
}
