package io.pvefleet.bench.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A viewer in a browser: its stream over a WebSocket. */
final class WebViewer implements WebSocket.Listener {

  private final LongAdder bytes;
  private final long began;
  private final CompletableFuture<Long> firstFrame = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private @Nullable ViewerStream stream; // of the socket's callbacks only

  private WebViewer(LongAdder bytes, long began) {
    this.bytes = bytes;
    this.began = began;
  }

  /**
   * Connects; what becomes of it is told by {@link #firstFrame} and {@link #closed}.
   *
   * @param headers of the handshake; {@code Sec-WebSocket-Protocol} is given by {@code protocols}
   */
  static WebViewer connect(HttpClient http, URI socket, Map<String, String> headers, String[] protocols, LongAdder bytes, long began) {
    WebViewer viewer = new WebViewer(bytes, began);
    WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("binary", protocols);
    headers.forEach(builder::header);
    builder.buildAsync(socket, viewer).whenComplete((ws, fault) -> {
      if (fault != null) {
        viewer.failed(fault);
      }
    });
    return viewer;
  }

  /** Nanoseconds from {@code began} to the first picture. */
  CompletableFuture<Long> firstFrame() {
    return firstFrame;
  }

  /** The close code; -1 where no close frame came. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void onOpen(WebSocket ws) {
    // One message at a time is under way: a viewer sends only after it got something.
    ViewerStream made = new ViewerStream(bytes, began, message -> ws.sendBinary(ByteBuffer.wrap(message), true).join());
    made.firstFrame().thenAccept(firstFrame::complete);
    stream = made;
    ws.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket ws, ByteBuffer data, boolean last) {
    if (stream != null) {
      stream.receive(data);
    }
    ws.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
    ws.request(1); // who else is there
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
    firstFrame.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket ws, Throwable error) {
    failed(error);
  }

  private void failed(Throwable fault) {
    firstFrame.completeExceptionally(fault);
    closed.complete(-1);
  }
}
