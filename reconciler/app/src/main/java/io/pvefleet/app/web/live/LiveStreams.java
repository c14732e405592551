package io.pvefleet.app.web.live;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /live}: the stream of news. Each stream is one blocking loop on the thread of its request, of which the server has more
 * than there may be streams: written to by a thread that is not the server's, Tomcat lent what belonged to a stream whose reader had
 * left to other connections, and their pages broke off. A reader that takes nothing is held by its own socket alone, until the
 * server's limit for a write drops it; what it missed comes as one message.
 */
@Controller
public final class LiveStreams implements SmartLifecycle {
  /** One browser has one stream; beyond it pages ask by themselves, as they do where streams do not get through. */
  static final int MAX_STREAMS = 500;

  /** Proxies cut what is silent for a minute; half of that, twice. */
  private static final Duration BEAT = Duration.ofSeconds(15);

  /** When a browser comes back after a break; pages ask by themselves meanwhile. */
  private static final int RETRY_SECONDS = 3;

  private static final int BUSY_RETRY_SECONDS = 60;

  private final LiveFeed feed;
  private final Semaphore free = new Semaphore(MAX_STREAMS);
  private final JsonMapper json = JsonMapper.builder().build();
  private volatile boolean running;

  LiveStreams(LiveFeed feed) {
    this.feed = feed;
  }

  /** How many are open. */
  public int streams() {
    return MAX_STREAMS - free.availablePermits();
  }

  @GetMapping("/live")
  void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!free.tryAcquire()) {
      refuse(response);
      return;
    }
    try {
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
        send(position(request), response.getOutputStream());
      }
    } catch (IOException e) {
      // The browser has left, or takes nothing any more: both are the ordinary end of a stream.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /** A browser that reconnects says itself where it was; a page that opens its first stream says when it was made. */
  private static String position(HttpServletRequest request) {
    String last = Objects.requireNonNullElse(request.getHeader("Last-Event-ID"), "");
    return last.isEmpty() ? Objects.requireNonNullElse(request.getParameter("after"), "") : last;
  }

  private void send(String position, OutputStream out) throws IOException, InterruptedException {
    long at = feed.number(position);
    if (at < 0) {
      at = feed.number(feed.position());
      write(out, at, position.isEmpty() ? "beat" : "reset", beat());
    } else {
      write(out, at, "beat", beat());
    }
    while (feed.isOpen()) {
      LiveFeed.Since since = feed.await(at, BEAT);
      boolean isNews = !since.news().isEmpty();
      at = since.revision();
      if (feed.isOpen()) {
        write(out, at, isNews ? "news" : "beat", isNews ? since.news() : beat());
      }
    }
  }

  private Map<String, Object> beat() {
    return Map.of("now", feed.now().toString());
  }

  private void write(OutputStream out, long at, String event, Object body) throws IOException {
    String text = "id: " + feed.name(at) + "\nretry: " + RETRY_SECONDS * 1000 + "\nevent: " + event + "\ndata: "
        + json.writeValueAsString(body) + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", Integer.toString(BUSY_RETRY_SECONDS));
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write("There are too many open streams; ask for the page itself.\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void start() {
    feed.start();
    running = true;
  }

  /** Ends all streams, so that the server need not wait for requests that never end. */
  @Override
  public void stop() {
    running = false;
    feed.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Last started and first stopped: before the server begins to wait for what is under way. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
