package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.ApplyListener;
import io.pvefleet.app.reconcile.Changes;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.process.cli.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A line for each VM that is done, and on a terminal one below that shows what is under way. */
final class ApplyProgress implements ApplyListener, AutoCloseable {

  private final LiveLine line;
  private final int all;
  private final AtomicInteger done = new AtomicInteger();
  private final Map<String, String> underWay = new ConcurrentHashMap<>();

  ApplyProgress(Terminal terminal, int all) {
    this.line = new LiveLine(terminal);
    this.all = all;
  }

  @Override
  public void onBegun(Change change) {
    underWay.put(change.head().vm().toString(), Changes.action(change));
    draw();
  }

  @Override
  public void onStep(Change change, Step step) {
    underWay.put(change.head().vm().toString(), step.title());
    draw();
  }

  @Override
  public void onEnded(Change change, Outcome outcome, Duration took) {
    underWay.remove(change.head().vm().toString());
    int number = done.incrementAndGet();
    String action = Changes.action(change);
    line.print(String.format(Locale.ROOT, "%" + Integer.toString(all).length() + "d/%d  %s  %s: %s  %.1f s",
        number, all, change.head().vm(), action, word(outcome), took.toMillis() / 1000.0));
    draw();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(int requests, List<String> warnings, List<String> surprises, boolean restarted) ->
          (restarted ? "done, restarted" : "done") + (warnings.isEmpty() ? "" : ", with warnings: " + String.join(" ", warnings))
              + told(surprises);
      case Outcome.WaitsForRestart(List<String> options, List<String> surprises) ->
          "written, waits for a restart: " + String.join(", ", options) + told(surprises);
      case Outcome.Stopped(var why, String detail) -> "stopped, " + why.word() + ": " + detail;
      case Outcome.Failed(var kind, String message, var log) -> "FAILED: " + message;
      case Outcome.Indeterminate(String message) -> "NOT KNOWN: " + message;
    };
  }

  private static String told(List<String> surprises) {
    return surprises.isEmpty() ? "" : "; " + String.join(" ", surprises);
  }

  private void draw() {
    underWay.entrySet().stream().min(Map.Entry.comparingByKey()).ifPresent(first ->
        line.show(done.get() + " of " + all + " done, " + underWay.size() + " under way: " + first.getKey() + " " + first.getValue()));
  }

  @Override
  public void close() {
    line.close();
  }
}
