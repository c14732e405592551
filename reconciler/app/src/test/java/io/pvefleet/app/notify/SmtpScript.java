package io.pvefleet.app.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that does as it is told, where GreenMail takes everybody, knows no STARTTLS and never breaks off. */
final class SmtpScript implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Manner manner;
  private final Map<String, String> answers;
  private final SSLContext tls;

  /** Everything that was said to it, each line after whether it was protected: {@code tls MAIL FROM:<...>}. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** How it goes about it. */
  enum Manner {
    PLAIN,
    STARTTLS,
    TLS,
    /** Sends a byte now and then and comes to no end. */
    DRIBBLES,
    /** Breaks off once it has taken a mail. */
    BREAKS_OFF
  }

  /** One that protects nothing and takes mail for these recipients as it is told. */
  SmtpScript(Map<String, String> answers) throws Exception {
    this(Manner.PLAIN, answers, SSLContext.getDefault());
  }

  /**
   * @param answers to recipients and, by the key {@code AUTH}, to whoever logs in
   */
  SmtpScript(Manner manner, Map<String, String> answers, SSLContext tls) throws IOException {
    this.manner = manner;
    this.answers = answers;
    this.tls = tls;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        if (manner == Manner.DRIBBLES) {
          dribble(client);
        } else {
          talk(manner == Manner.TLS ? protect(client) : client, manner == Manner.TLS);
        }
      } catch (IOException e) {
        // The client has gone, or the test is over.
      }
    }
  }

  private static void dribble(Socket client) throws IOException {
    client.setSoTimeout(20);
    while (true) {
      client.getOutputStream().write("220-\r\n".getBytes(StandardCharsets.US_ASCII));
      try {
        if (client.getInputStream().read() < 0) {
          return;
        }
      } catch (java.net.SocketTimeoutException e) {
        // It says nothing before it is greeted.
      }
    }
  }

  private Socket protect(Socket client) throws IOException {
    SSLSocket over = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
    over.setUseClientMode(false);
    over.startHandshake();
    return over;
  }

  private void talk(Socket client, boolean isProtected) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII);
    boolean isGreeted = false;
    if (manner != Manner.STARTTLS || !isProtected) {
      out.print("220 script\r\n");
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add((isProtected ? "tls " : "") + line);
      if (line.startsWith("EHLO")) {
        isGreeted = true;
        out.print(manner == Manner.STARTTLS && !isProtected ? "250-script\r\n250 STARTTLS\r\n" : "250-script\r\n250 AUTH LOGIN\r\n");
      } else if (line.equals("STARTTLS") && isGreeted) {
        out.print("220 go on\r\n");
        talk(protect(client), true);
        return;
      } else if (line.startsWith("AUTH LOGIN")) {
        out.print("334 VXNlcm5hbWU6\r\n");
        in.readLine();
        out.print("334 UGFzc3dvcmQ6\r\n");
        in.readLine();
        out.print(answers.getOrDefault("AUTH", "235 welcome") + "\r\n");
      } else if (line.startsWith("RCPT TO:")) {
        out.print(answers.getOrDefault(line.substring(line.indexOf('<') + 1, line.indexOf('>')), "550 unknown") + "\r\n");
      } else if (line.equals("DATA")) {
        out.print("354 go on\r\n");
        for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
          heard.add((isProtected ? "tls " : "") + "  " + text);
        }
        out.print("250 taken\r\n");
        if (manner == Manner.BREAKS_OFF) {
          client.setSoLinger(true, 0);
          client.close();
          return;
        }
      } else {
        out.print(line.startsWith("QUIT") ? "221 bye\r\n" : "250 OK\r\n");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
