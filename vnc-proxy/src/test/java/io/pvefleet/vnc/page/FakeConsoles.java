package io.pvefleet.vnc.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** Sessions and the far end of their sockets: a screen or a terminal of few words. */
class FakeConsoles extends BinaryWebSocketHandler implements SubProtocolCapable {
  record Session(String id, String host, int vmid, boolean isViewOnly, boolean tookOver, String display) {}

  record Refusal(int status, String code, String english, String korean) {}

  /** A socket that is open. */
  record Open(WebSocketSession socket, Session session, FakeGuest guest) {}

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, String> nonces = new ConcurrentHashMap<>();
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile Optional<Refusal> refusal = Optional.empty();
  private volatile List<Map<String, Object>> present = List.of();
  private volatile Optional<FakeGuest> latest = Optional.empty();

  void refuse(Refusal with) {
    refusal = Optional.of(with);
  }

  void allow() {
    refusal = Optional.empty();
  }

  Optional<Refusal> refusal() {
    return refusal;
  }

  void present(String host, int vmid, String user, boolean isViewOnly) {
    present =
        List.of(
            Map.of(
                "host", host, "vmid", vmid, "user", user, "viewOnly", isViewOnly, "state", "open", "since",
                Instant.now().minusSeconds(720).toString()));
  }

  List<Map<String, Object>> present() {
    return present;
  }

  /** What was asked for so far: {@code connect host/vmid} with its wishes. */
  List<String> asked() {
    return asked;
  }

  Session connect(String host, int vmid, boolean isViewOnly, boolean takesOver, String display) {
    Session session = new Session("s" + numbers.incrementAndGet(), host, vmid, isViewOnly, takesOver, display);
    asked.add("connect " + host + "/" + vmid + (isViewOnly ? " view" : "") + (takesOver ? " takeOver" : ""));
    sessions.put(session.id(), session);
    return session;
  }

  Optional<Session> find(String id) {
    Optional<Session> found = Optional.ofNullable(sessions.get(id));
    found.ifPresent(session -> asked.add("refresh " + session.host() + "/" + session.vmid()));
    return found;
  }

  void forget(String id) {
    asked.add("end");
    sessions.remove(id);
  }

  void forgetAll() {
    sessions.clear();
  }

  String nonce(String id) {
    String nonce = "n" + numbers.incrementAndGet();
    nonces.put(id, nonce);
    return nonce;
  }

  /** The guest of the newest socket. */
  FakeGuest guest() {
    return latest.orElseThrow();
  }

  int openSockets() {
    return open.size();
  }

  void closeAll(int code, String reason) {
    open.values().forEach(one -> {
      try {
        one.socket().close(new CloseStatus(code, reason));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  void say(String json) {
    open.values().forEach(one -> send(one.socket(), json));
  }

  @Override
  public List<String> getSubProtocols() {
    return List.of("binary");
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
    String id = socket.getUri().getPath().replaceAll(".*/", "");
    Session session = sessions.get(id);
    String offered = String.valueOf(socket.getHandshakeHeaders().get("Sec-WebSocket-Protocol"));
    if (session == null || !offered.contains("nonce." + nonces.remove(id))) {
      socket.close(new CloseStatus(4401, "not-admitted"));
      return;
    }
    FakeGuest guest =
        session.display().equals("terminal")
            ? new FakeTerminal(bytes -> send(socket, bytes))
            : new FakeScreen(bytes -> send(socket, bytes));
    open.put(socket.getId(), new Open(socket, session, guest));
    latest = Optional.of(guest);
    guest.begin();
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) {
    Open one = open.get(socket.getId());
    if (one != null) {
      one.guest().take(message.getPayload());
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
    open.remove(socket.getId());
  }

  private static void send(WebSocketSession socket, byte[] bytes) {
    try {
      synchronized (socket) {
        socket.sendMessage(new BinaryMessage(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(WebSocketSession socket, String json) {
    try {
      synchronized (socket) {
        socket.sendMessage(new TextMessage(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
