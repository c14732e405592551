package io.pvefleet.vnc.web;

import io.pvefleet.vnc.relay.BrowserEnd;
import io.pvefleet.vnc.session.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A browser's socket. Sends block until the server's buffers have taken them; that is the back-pressure. One message at a time: the
 * lock spans a send, since a frame of another message in the middle of one would break the stream; nothing else is done under it.
 */
final class BrowserSocket implements BrowserEnd {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserSocket.class);

  /** Presence and notes; a browser that leaves more of them unread is stalled and about to be closed. */
  private static final int MAX_CONTROLS = 64;

  /** A send that goes on is over by then, or the browser is stalled and reads no more words. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final WebSocketSession session;
  private final ReentrantLock sending = new ReentrantLock();
  private final ConcurrentLinkedQueue<String> controls = new ConcurrentLinkedQueue<>();

  BrowserSocket(WebSocketSession session) {
    this.session = session;
  }

  @Override
  public void send(ByteBuffer bytes) throws IOException {
    message(new BinaryMessage(bytes));
  }

  @Override
  public void control(String json) {
    if (controls.size() >= MAX_CONTROLS) {
      return;
    }
    controls.add(json);
    // Each thread sends the oldest, so the order is that of the calls whichever thread is first.
    Thread.ofVirtual().name("control").start(() -> {
      sending.lock();
      try {
        sendOldest();
      } finally {
        sending.unlock();
      }
    });
  }

  // Guarded by sending.
  private void sendOldest() {
    String oldest = controls.poll();
    if (oldest == null || !session.isOpen()) {
      return;
    }
    try {
      session.sendMessage(new TextMessage(oldest));
    } catch (IOException | IllegalStateException e) {
      LOG.atDebug().log("A control message was not taken");
    }
  }

  /** Shows those between here and the browser that the connection is in use. Not where it is in use anyway. */
  void ping() {
    if (session.isOpen() && sending.tryLock()) {
      try {
        session.sendMessage(new PingMessage());
      } catch (IOException | IllegalStateException e) {
        LOG.atDebug().log("A ping was not taken");
      } finally {
        sending.unlock();
      }
    }
  }

  /** After the control messages so far, where the browser takes them: they say more than a code. */
  @Override
  public void close(CloseReason reason) {
    try {
      if (sending.tryLock(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          while (!controls.isEmpty()) {
            sendOldest();
          }
        } finally {
          sending.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      session.close(new CloseStatus(reason.code(), reason.word()));
    } catch (IOException | IllegalStateException e) {
      LOG.atDebug().log("A close frame was not taken");
    }
  }

  private void message(WebSocketMessage<?> message) throws IOException {
    sending.lock();
    try {
      session.sendMessage(message);
    } catch (IllegalStateException e) {
      throw new IOException("the browser's socket is closed", e);
    } finally {
      sending.unlock();
    }
  }
}
