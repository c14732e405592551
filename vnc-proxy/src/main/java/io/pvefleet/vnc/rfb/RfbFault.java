package io.pvefleet.vnc.rfb;

/** Why a handshake cannot go on. Immutable; no case holds a password, challenge or answer to one. */
public sealed interface RfbFault {

  /** One sentence for a person: what was expected and what came. */
  String sentence();

  /** The host does not take the password: another opener replaced it, or its 30 seconds are over. A fresh ticket helps. */
  record AuthenticationFailed(String reason) implements RfbFault {
    @Override
    public String sentence() {
      return "The host refused the VNC password" + because(reason);
    }
  }

  /** The host offers no way in and says why. */
  record Refused(String reason) implements RfbFault {
    @Override
    public String sentence() {
      return "The host refused the connection" + because(reason);
    }
  }

  /** The other end does not speak the protocol as agreed. */
  record Unexpected(String expected, String came) implements RfbFault {
    @Override
    public String sentence() {
      return "Expected " + expected + ", but " + came + " came.";
    }
  }

  /** The other end closed in the middle: for a host the first sign of a VM that does not run. */
  record Ended(String expected) implements RfbFault {
    @Override
    public String sentence() {
      return "Expected " + expected + ", but the connection was closed.";
    }
  }

  private static String because(String reason) {
    return reason.isEmpty() ? " without a reason." : ": " + reason;
  }
}
