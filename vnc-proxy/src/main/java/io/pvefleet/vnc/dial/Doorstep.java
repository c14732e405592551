package io.pvefleet.vnc.dial;

import io.pvefleet.pve.console.ConsoleSocket;
import io.pvefleet.pve.console.SocketListener;
import io.pvefleet.vnc.dial.Opening.Step;
import io.pvefleet.vnc.relay.HostEnd;
import io.pvefleet.vnc.relay.HostLine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What hears a socket from its first byte: the opening, and the line that it becomes. Called on the socket's own thread. */
final class Doorstep implements SocketListener {
  private final Opening opening;
  private final Function<ConsoleSocket, HostEnd> end;

  /** The socket may speak before whoever opened it has it in hand. */
  private final CompletableFuture<ConsoleSocket> socket = new CompletableFuture<>();

  private final CompletableFuture<Result> result = new CompletableFuture<>();

  // Of the socket's thread alone.
  private @Nullable HostLine line;
  private boolean isOver;

  /** How the opening ended. */
  sealed interface Result {
    record Open(HostLine line) implements Result {}

    record Failed(Step.Failed why) implements Result {}
  }

  Doorstep(Opening opening, Function<ConsoleSocket, HostEnd> end) {
    this.opening = opening;
    this.end = end;
  }

  /** The socket is open: begins. */
  void opened(ConsoleSocket open) {
    byte[] hello = opening.hello();
    if (hello.length > 0) {
      open.send(hello);
    }
    socket.complete(open);
  }

  /** Waits for the opening's end; empty where the time is over. */
  Optional<Result> await(Duration limit) throws InterruptedException {
    try {
      return Optional.of(result.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an opening ends with a result", e);
    }
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    if (line != null) {
      line.receive(bytes);
      return;
    }
    if (isOver) {
      return;
    }
    ConsoleSocket open = socket.join();
    switch (opening.receive(bytes)) {
      case Step.Send(byte[] reply) -> send(open, reply);
      case Step.Open(byte[] reply, Opening.Beginning beginning) -> {
        send(open, reply);
        HostLine begun = beginning.on(end.apply(open));
        line = begun;
        result.complete(new Result.Open(begun));
      }
      case Step.Failed failed -> fail(failed);
    }
  }

  @Override
  public void onClosed(String reason) {
    if (line != null) {
      line.closed(reason);
    } else if (!isOver) {
      fail(opening.ended());
    }
  }

  private void fail(Step.Failed why) {
    isOver = true;
    result.complete(new Result.Failed(why));
  }

  private static void send(ConsoleSocket open, byte[] bytes) {
    if (bytes.length > 0) {
      // Not taken only where it is closed by now, which onClosed tells next.
      open.send(bytes);
    }
  }
}
