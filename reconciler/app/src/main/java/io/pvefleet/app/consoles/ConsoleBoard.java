package io.pvefleet.app.consoles;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps the last answer of the proxy for the pages, which never wait for it. Thread safe. */
public final class ConsoleBoard {

  private final List<Consumer<List<ConsoleRow>>> listeners = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private ConsoleView view; // guarded by lock

  /**
   * @param proxy where browsers find it; empty where there is none
   */
  public ConsoleBoard(Optional<URI> proxy) {
    this.view = new ConsoleView(proxy, List.of(), Optional.empty(), "");
  }

  /** A board of a proxy that nobody asks, with the reason. */
  public static ConsoleBoard unwatched(URI proxy, String why) {
    ConsoleBoard board = new ConsoleBoard(Optional.of(proxy));
    board.silent(why);
    return board;
  }

  public ConsoleView view() {
    synchronized (lock) {
      return view;
    }
  }

  /** Told of every answer of the proxy, on the thread that asks it. */
  public void onAnswer(Consumer<List<ConsoleRow>> listener) {
    listeners.add(listener);
  }

  void answered(List<ConsoleRow> rows, Instant at) {
    synchronized (lock) {
      view = new ConsoleView(view.proxy(), rows, Optional.of(at), "");
    }
    listeners.forEach(listener -> listener.accept(rows));
  }

  /** What was known stays, with its age. */
  void silent(String why) {
    synchronized (lock) {
      view = new ConsoleView(view.proxy(), view.rows(), view.readAt(), why);
    }
  }
}
