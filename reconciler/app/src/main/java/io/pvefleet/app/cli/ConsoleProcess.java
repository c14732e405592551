package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Forever;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The demo's console proxy, a process of its own as in production. Closing it ends the process. */
final class ConsoleProcess implements AutoCloseable {

  /** Java and Spring need 5 s on two cores, and many times that while a thousand hosts are read beside them. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Longer than the proxy takes to say good-bye to its browsers. */
  private static final Duration FAREWELL = Duration.ofSeconds(25);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final DemoConsole console;
  private final CompletableFuture<Optional<String>> started = new CompletableFuture<>();
  private volatile boolean isClosing;
  private volatile @Nullable Process process;

  private ConsoleProcess(DemoConsole console) {
    this.console = console;
  }

  /** Returns at once; the proxy starts beside whatever the caller does next. */
  static ConsoleProcess start(DemoConsole console, Path repository, Duration poll) {
    ConsoleProcess proxy = new ConsoleProcess(console);
    if (console.trouble().isPresent()) {
      proxy.started.complete(console.trouble());
    } else {
      Thread.ofVirtual().name("console").start(() -> proxy.started.complete(proxy.run(repository, poll)));
    }
    return proxy;
  }

  /** Waits until the proxy answers; what is wrong where it does not. */
  Optional<String> trouble() {
    return started.join();
  }

  /** Runs the callback where the proxy ends by itself: neither closed nor by the Ctrl-C that every process of the terminal gets. */
  void onEnd(Runnable callback) {
    Process running = process;
    if (running != null) {
      running.onExit().thenRun(() -> {
        if (!isClosing && !Forever.isStopping()) {
          callback.run();
        }
      });
    }
  }

  private Optional<String> run(Path repository, Duration poll) {
    try {
      console.writeUser();
      ProcessBuilder builder =
          new ProcessBuilder(console.command(console.writeSettings(repository, poll)))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().keySet().removeIf(name -> name.startsWith("PVEFLEET_CONSOLE_"));
      builder.environment().put("PVEFLEET_NO_BUILD", "1");
      if (isClosing) {
        return Optional.of("the demo is ending");
      }
      Process running = builder.start();
      process = running;
      return answered(running);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the demo is ending");
    }
  }

  /** Any answer will do: what may be seen without a login is the proxy's own business. */
  private Optional<String> answered(Process running) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(console.address().resolve("/actuator/health")).timeout(Duration.ofSeconds(5)).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      while (!isClosing && System.nanoTime() < end) {
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500) {
            return Optional.empty();
          }
        } catch (IOException _) {
          // Not yet.
        }
        if (running.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
          return Optional.of("it ended with exit code " + running.exitValue() + "; its words are above");
        }
      }
    }
    return Optional.of("it did not answer within " + PATIENCE.toSeconds() + " s");
  }

  /** Lets the proxy begin to end while the caller ends other things. Does not block. */
  void beginToEnd() {
    isClosing = true;
    Process running = process;
    if (running != null) {
      try {
        running.getOutputStream().close();
      } catch (IOException _) {
        running.destroy();
      }
    }
  }

  @Override
  public void close() {
    beginToEnd();
    started.join();
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      beginToEnd();
      if (!running.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
