package io.pvefleet.vnc.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A terminal that echoes. */
final class FakeTerminal implements FakeGuest {
  private final Consumer<byte[]> out;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  FakeTerminal(Consumer<byte[]> out) {
    this.out = out;
  }

  /** Everything that came, message by message. */
  List<String> messages() {
    return messages;
  }

  @Override
  public void begin() {
    out.accept("\u001b[1;32mops@pos-01\u001b[0m:~$ ".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void take(ByteBuffer bytes) {
    String message = StandardCharsets.UTF_8.decode(bytes).toString();
    messages.add(message);
    if (message.startsWith("0:")) {
      String data = message.substring(message.indexOf(':', 2) + 1);
      out.accept(data.replace("\r", "\r\nops@pos-01:~$ ").getBytes(StandardCharsets.UTF_8));
    }
  }
}
