package io.pvefleet.vnc.page;

import java.nio.ByteBuffer;

/** The far end of a socket. */
interface FakeGuest {
  void begin();

  void take(ByteBuffer bytes);
}
