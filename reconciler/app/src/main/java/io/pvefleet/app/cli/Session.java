package io.pvefleet.app.cli;

import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.reconcile.ReconcileSettings;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.process.settings.StateFolder;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import java.nio.file.Path;
import java.time.Clock;

/** Hosts and store for the time of one command. */
record Session(PveHostLines lines, Store store, Reconciler reconciler) implements AutoCloseable {

  /** For a command that changes nothing: it makes no store where there is none. */
  static Session reading(Terminal terminal, Path folder) {
    Path state = state(terminal, folder);
    return of(terminal, SqliteStore.existsIn(state) ? SqliteStore.open(state) : new MemoryStore());
  }

  /** For a command that writes to hosts, which it must be able to journal. */
  static Session writing(Terminal terminal, Path folder) {
    return of(terminal, SqliteStore.open(state(terminal, folder)));
  }

  static Path state(Terminal terminal, Path folder) {
    return StateFolder.DAEMON.of(terminal.environment(), folder.toAbsolutePath().normalize().toString());
  }

  static PveHostLines lines(Terminal terminal) {
    Secrets secrets = new Secrets(terminal.environment(), warning -> terminal.err().println("warning: " + warning));
    return new PveHostLines(PveHttpSettings.DEFAULT, secrets, RequestListener.NONE);
  }

  private static Session of(Terminal terminal, Store store) {
    PveHostLines lines = lines(terminal);
    return new Session(lines, store, new Reconciler(lines, store, Clock.systemUTC(), ReconcileSettings.DEFAULT));
  }

  @Override
  public void close() {
    lines.close();
    store.close();
  }
}
