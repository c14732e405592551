package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.rfb.ClientMessages;
import io.pvefleet.vnc.rfb.ServerInit;
import io.pvefleet.vnc.terminal.ClientTerminal;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The browser's side of a console's protocol, as a relay needs it. Pure; the relay calls it under its lock, but for
 * {@link #isFirstFrame}.
 */
interface Talk {

  /** RFB with a screen, termproxy's protocol without one. */
  static Talk with(@Nullable ServerInit init, Relay.Mode mode, String title, RelayLimits limits) {
    if (init == null) {
      return new TerminalTalk(switch (mode) {
        case VIEW -> ClientTerminal.Mode.VIEW;
        case CONSOLE -> ClientTerminal.Mode.CONSOLE;
      });
    }
    ClientMessages.Mode may = switch (mode) {
      case VIEW -> ClientMessages.Mode.VIEW;
      case CONSOLE -> ClientMessages.Mode.CONSOLE;
    };
    return new ScreenTalk(init, title, may, limits.clipboardBytes());
  }

  /** What the browser is sent before it says anything; may be empty. */
  byte[] greeting();

  /** Takes all bytes of the fragment. */
  Heard accept(ByteBuffer in);

  /** Whether the handshake is over and the host's bytes may flow. */
  boolean isOpen();

  /** Whether {@link #keepAlive} may be sent to the host now. */
  boolean isAtBoundary();

  byte[] keepAlive();

  /** How long the browser may be silent before the host needs one. */
  Duration keepAliveAfter();

  /**
   * Looks at bytes of the host on their way, on the host's thread; whether the first picture is complete with them or in them.
   */
  boolean isFirstFrame(ByteBuffer fromHost);

  /** With no bytes, which the relay counts. */
  Figures figures();

  /** What a browser said. */
  sealed interface Heard {

    /**
     * Goes on.
     *
     * @param wasInput whether a person did it
     * @param droppedClipboardBytes of a text over the limit; 0 if there was none
     */
    record Passed(byte[] toBrowser, byte[] toHost, boolean wasInput, long droppedClipboardBytes) implements Heard {}

    /** It is not the protocol. */
    record Refused(String reason) implements Heard {}
  }
}
