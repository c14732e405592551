package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The browser's side of a console: bytes, control messages, how it closed. */
final class Socket implements WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // All guarded by this.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> texts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int taken;
  private int closeCode;
  private String closeReason = "";
  private @Nullable WebSocket socket;

  synchronized void on(WebSocket open) {
    socket = open;
  }

  WebSocket socket() {
    return java.util.Objects.requireNonNull(socket);
  }

  @Override
  public synchronized CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.writeBytes(part);
    webSocket.request(1);
    notifyAll();
    return null;
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(text.toString());
      Visitor.HEARD.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    notifyAll();
    return null;
  }

  @Override
  public synchronized CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closeCode = code;
    closeReason = reason;
    Visitor.HEARD.add(reason);
    notifyAll();
    return null;
  }

  @Override
  public synchronized void onError(WebSocket webSocket, Throwable error) {
    closeCode = closeCode == 0 ? 1006 : closeCode;
    notifyAll();
  }

  private synchronized void await(BooleanSupplier wanted, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("waited for " + what + "; closed " + closeCode + " " + closeReason + ", texts " + texts);
      }
      wait(left);
    }
  }

  synchronized byte[] read(int count) throws InterruptedException {
    await(() -> bytes.size() - taken >= count || closeCode != 0, count + " bytes");
    byte[] all = bytes.toByteArray();
    if (all.length - taken < count) {
      throw new AssertionError("closed before " + count + " bytes: " + closeCode + " " + closeReason + " " + texts);
    }
    taken += count;
    return Arrays.copyOfRange(all, taken - count, taken);
  }

  synchronized int received() {
    return bytes.size();
  }

  /** Every byte that came. */
  synchronized String everything() {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  void send(byte[] message) {
    socket().sendBinary(ByteBuffer.wrap(message), true).join();
  }

  void send(int... message) {
    byte[] raw = new byte[message.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) message[i];
    }
    send(raw);
  }

  /** RFB up to ServerInit; gives the screen's name. */
  String shakeHands() throws InterruptedException {
    assertThat(new String(read(12), StandardCharsets.US_ASCII)).isEqualTo("RFB 003.008\n");
    send("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(read(2)).containsExactly(1, 1);
    send(1);
    assertThat(read(4)).containsExactly(0, 0, 0, 0);
    send(1);
    byte[] init = read(24);
    int length = ByteBuffer.wrap(init).getInt(20);
    return new String(read(length), StandardCharsets.UTF_8);
  }

  /** Asks for the whole screen and waits for the beginning of an update. */
  void seePicture() throws InterruptedException {
    send(3, 0, 0, 0, 0, 0, 0, 16, 0, 16);
    assertThat(read(4)[0]).isZero();
    read(12 + 16 * 16 * 4);
  }

  /** Presses a key. */
  void press(int keysym) {
    send(4, 1, 0, 0, 0, 0, keysym >> 8, keysym & 255);
    send(4, 0, 0, 0, 0, 0, keysym >> 8, keysym & 255);
  }

  /** Waits for the end; gives code and word. */
  synchronized String closed() throws InterruptedException {
    await(() -> closeCode != 0, "the end");
    return closeCode + " " + closeReason;
  }

  synchronized boolean isOpen() {
    return closeCode == 0;
  }

  /** Waits for a control message that holds this. */
  synchronized String heard(String part) throws InterruptedException {
    await(() -> texts.stream().anyMatch(t -> t.contains(part)) || closeCode != 0, "a message with " + part);
    return texts.stream().filter(t -> t.contains(part)).reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError("no message with " + part + " before " + closeCode + " " + closeReason));
  }

  /** Waits until the control messages so far are like this. */
  synchronized void awaitTexts(Predicate<List<String>> wanted) throws InterruptedException {
    await(() -> !texts.isEmpty() && wanted.test(texts), "other messages");
  }

  void leave() {
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }
}
