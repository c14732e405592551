package io.pvefleet.vnc.dial;

import io.pvefleet.vnc.relay.HostEnd;
import io.pvefleet.vnc.relay.HostLine;
import java.nio.ByteBuffer;

/** The first words with a console, until it is authenticated. Pure; called by one thread at a time. */
interface Opening {

  /** What is sent as soon as the way is open; may be empty. */
  byte[] hello();

  /** Takes all bytes of the fragment. */
  Step receive(ByteBuffer in);

  /** What it means that the host closed now; one sentence. */
  Step.Failed ended();

  /** What follows from the bytes so far. */
  sealed interface Step {

    /** Goes on: send these, if any. */
    record Send(byte[] bytes) implements Step {}

    /** Over: send these, if any, and the line is open. */
    record Open(byte[] bytes, Beginning line) implements Step {}

    /**
     * Nothing will come of it.
     *
     * @param sentence for people
     * @param why what to do next
     */
    record Failed(String sentence, Why why) implements Step {}
  }

  /** Makes the line of an open console. */
  interface Beginning {
    HostLine on(HostEnd end);
  }

  /** Kinds of failure. */
  enum Why {
    /** Another opener replaced the password, or it ran out: a fresh ticket helps. */
    PASSWORD,
    /** The host closed, and its task knows why. */
    CLOSED,
    /** What came is not the protocol. */
    PROTOCOL
  }
}
