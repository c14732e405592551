package io.pvefleet.vnc.doctor;

import io.pvefleet.pve.console.SocketListener;
import io.pvefleet.vnc.doctor.Steps.Trouble;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a host sends, to be taken piece by piece. Thread-safe. */
final class Wire implements SocketListener {

  /** Some pictures; whoever takes none for longer makes the host wait. */
  private static final int MOST_PIECES = 64;

  private sealed interface Piece {
    record Bytes(ByteBuffer bytes) implements Piece {}

    record Closed(String reason) implements Piece {}
  }

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(MOST_PIECES);

  @Override
  public void onBytes(ByteBuffer bytes) {
    put(new Piece.Bytes(bytes));
  }

  @Override
  public void onClosed(String reason) {
    put(new Piece.Closed(reason));
  }

  private void put(Piece piece) {
    try {
      if (!pieces.offer(piece, 10, TimeUnit.SECONDS)) {
        // Nobody takes any more: the console is being closed with some of it unread.
        pieces.clear();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next piece. */
  ByteBuffer next(Duration patience, String waitingFor, String remedy) throws Trouble {
    try {
      return switch (pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        case Piece.Bytes(ByteBuffer bytes) -> bytes;
        case Piece.Closed(String reason) -> throw new Trouble("the host closed while " + waitingFor + " was expected: " + reason, remedy);
        case null -> throw new Trouble("nothing came within " + patience.toSeconds() + " s; " + waitingFor + " was expected", remedy);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("interrupted", "Try again.");
    }
  }
}
