package io.pvefleet.vnc.web;

import io.pvefleet.vnc.dial.GuestWay;
import io.pvefleet.vnc.relay.Ending;
import io.pvefleet.vnc.relay.Relay;
import io.pvefleet.vnc.relay.RelayLimits;
import io.pvefleet.vnc.relay.RelayListener;
import io.pvefleet.vnc.relay.Ticker;
import io.pvefleet.vnc.session.Boarding;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.session.Traffic;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Browsers' sockets. Each is let in by its nonce on a virtual thread of its own, since the way to the guest may still be opened then;
 * what the browser says meanwhile waits.
 */
final class SocketHandler extends AbstractWebSocketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CONSOLE = "console";

  /**
   * A send that the browser does not take ends by itself after this. Longer than the relay's own patience, so that the relay closes
   * first, with its reason, and a browser that wakes up within these seconds still reads it.
   */
  private static final long SEND_TIMEOUT_MILLIS = RelayLimits.DEFAULT_STALL.plusSeconds(5).toMillis();

  private final Sessions sessions;
  private final Ticker ticker;
  private final RelayLimits limits;
  private final Set<BrowserSocket> open = ConcurrentHashMap.newKeySet();

  SocketHandler(Sessions sessions, Ticker ticker, RelayLimits limits) {
    this.sessions = sessions;
    this.ticker = ticker;
    this.limits = limits;
  }

  /** One socket's console, once it runs; null where it was refused. */
  private static final class Console extends CompletableFuture<Relay> {}

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    if (session instanceof StandardWebSocketSession standard) {
      standard.getNativeSession().getUserProperties()
          .put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", SEND_TIMEOUT_MILLIS);
    }
    Console console = new Console();
    session.getAttributes().put(CONSOLE, console);
    BrowserSocket browser = new BrowserSocket(session);
    open.add(browser);
    console.whenComplete((relay, failure) -> {
      if (failure != null) {
        open.remove(browser);
      }
    });
    Thread.ofVirtual().name("board").start(() -> {
      try {
        board(Ticket.of(session), browser, console);
      } catch (RuntimeException bug) {
        LOG.atError().setCause(bug).log("A console failed; please report this with the lines below");
        refuse(browser, console, CloseReason.BUG);
      }
    });
  }

  private void board(Ticket ticket, BrowserSocket browser, Console console) {
    if (ticket.asker().isEmpty()) {
      refuse(browser, console, CloseReason.NOT_ADMITTED);
      return;
    }
    switch (sessions.board(ticket.asker().get(), ticket.sessionId(), ticket.nonce())) {
      case Boarding.Refused(CloseReason reason, var why) -> {
        why.ifPresent(refused -> explain(browser, refused, ticket.reader()));
        refuse(browser, console, reason);
      }
      case Boarding.Boarded boarded -> run(boarded, browser, console);
    }
  }

  private void run(Boarding.Boarded boarded, BrowserSocket browser, Console console) {
    Relay.Mode mode = switch (boarded.mode()) {
      case VIEW -> Relay.Mode.VIEW;
      case CONSOLE -> Relay.Mode.CONSOLE;
    };
    // The listener may hear of the end before start has returned the relay that it asks for figures.
    Listener listener = new Listener(boarded, browser);
    Relay relay;
    try {
      relay = Relay.start(GuestWay.lineOf(boarded.way()), browser, mode, boarded.title(), limits, ticker, listener);
    } catch (RuntimeException bug) {
      boarded.way().close();
      boarded.over(CloseReason.BUG, Traffic.NONE);
      throw bug;
    }
    listener.relay.complete(relay);
    boarded.runs(new RunningConsole(relay, browser));
    console.complete(relay);
  }

  private final class Listener implements RelayListener {
    private final Boarding.Boarded boarded;
    private final BrowserSocket browser;
    private final CompletableFuture<Relay> relay = new CompletableFuture<>();

    Listener(Boarding.Boarded boarded, BrowserSocket browser) {
      this.boarded = boarded;
      this.browser = browser;
    }

    @Override
    public void firstFrame() {
      boarded.firstFrame();
    }

    @Override
    public void ended(Ending why) {
      open.remove(browser);
      boarded.over(why.reason(), RunningConsole.traffic(relay.join().figures()));
    }
  }

  /** A note of the host or about it, which the page shows beside its own words for the close code. */
  record Note(String type, String text) {}

  private static void explain(BrowserSocket browser, ConsoleRefused refused, Locale reader) {
    browser.control(JSON.writeValueAsString(new Note("host", Problem.of(refused, reader).detail())));
  }

  private static void refuse(BrowserSocket browser, Console console, CloseReason reason) {
    console.completeExceptionally(new IllegalStateException("refused"));
    browser.close(reason);
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) {
    Console console = console(session);
    try {
      console.join().fromBrowser(message.getPayload());
    } catch (CompletionException refused) {
      LOG.atDebug().log("A browser that was refused still spoke");
    }
  }

  /** Pages send none. */
  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message) {
    console(session).whenComplete((relay, failure) -> {
      if (relay != null) {
        relay.end(CloseReason.MALFORMED, "The browser sent text.");
      }
    });
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    console(session).whenComplete((relay, failure) -> {
      if (relay != null) {
        relay.browserClosed();
      }
    });
  }

  @Override
  public boolean supportsPartialMessages() {
    return true;
  }

  /** Keeps what stands between the proxy and browsers from taking quiet connections for dead ones. */
  void pingAll() {
    open.forEach(browser -> Thread.ofVirtual().name("ping").start(browser::ping));
  }

  private static Console console(WebSocketSession session) {
    Map<String, Object> attributes = session.getAttributes();
    return attributes.get(CONSOLE) instanceof Console console ? console : new Console();
  }
}
