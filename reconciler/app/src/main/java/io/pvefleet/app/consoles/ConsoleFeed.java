package io.pvefleet.app.consoles;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Asks the console proxy for its audit trail again and again and puts the answer on the board. A proxy that is down costs nobody
 * anything: the pages show what was known, with its age. Runs on a thread of its own until closed.
 */
public final class ConsoleFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeed.class);

  /** The longest list that the proxy gives; about 300 KiB. */
  private static final int ROWS = 1_000;

  /** Rows are short; what is longer is not the proxy's answer. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** Somebody who opens a console looks at the page a moment later. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** The proxy is a neighbour: what takes longer is not well. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ConsoleBoard board;
  private final URI audit;
  private final Supplier<String> token;
  private final Clock clock;
  private final HttpClient http;
  private final Thread thread;
  private boolean isSilent; // of the feed's thread only

  private ConsoleFeed(ConsoleBoard board, URI api, Supplier<String> token, Clock clock) {
    this.board = board;
    this.audit = api.resolve("/api/vnc/audit?limit=" + ROWS);
    this.token = token;
    this.clock = clock;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
    this.thread = Thread.ofVirtual().name("console-feed").unstarted(this::run);
  }

  /**
   * Starts to ask.
   *
   * @param api address of the proxy as this process reaches it
   * @param token gives the bearer token anew each time, so that it can be replaced; may throw, with a message for people
   */
  public static ConsoleFeed start(ConsoleBoard board, URI api, Supplier<String> token, Clock clock) {
    ConsoleFeed feed = new ConsoleFeed(board, api, token, clock);
    feed.thread.start();
    return feed;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      ask().ifPresentOrElse(this::silent, this::answered);
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException closing) {
        return;
      }
    }
  }

  /** Why there is no answer; empty where there is one. */
  private Optional<String> ask() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(audit)
              .timeout(TIMEOUT)
              .header("Accept", "application/json")
              .header("Authorization", "Bearer " + token.get())
              .build();
      HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (response.statusCode() == 401 || response.statusCode() == 403) {
          return Optional.of("the console proxy refuses the token of console.token (" + response.statusCode() + ")");
        }
        if (response.statusCode() != 200 || bytes.length > MAX_BYTES) {
          return Optional.of("the console proxy answers with status " + response.statusCode());
        }
        board.answered(AuditAnswer.rows(bytes), clock.instant());
        return Optional.empty();
      }
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.of("the answer at " + audit.getAuthority() + " does not come from the console proxy");
    } catch (IOException e) {
      return Optional.of("the console proxy at " + audit.getAuthority() + " does not answer");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.of("stopping");
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage())); // the token cannot be read
    }
  }

  private void silent(String why) {
    board.silent(why);
    if (!isSilent && !Thread.currentThread().isInterrupted()) {
      LOG.atWarn().addKeyValue("why", why).log("Consoles are not known");
    }
    isSilent = true;
  }

  private void answered() {
    if (isSilent) {
      LOG.atInfo().log("Consoles are known again");
    }
    isSilent = false;
  }

  @Override
  public void close() {
    thread.interrupt();
    http.shutdownNow();
  }
}
