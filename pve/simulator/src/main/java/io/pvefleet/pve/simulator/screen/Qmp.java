package io.pvefleet.pve.simulator.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's control socket: one command at a time, each answered before the next. QEMU serves one such connection at a time. */
final class Qmp implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Between a command and its answer come at most the few events that a VM raises meanwhile. */
  private static final int EVENTS = 1000;

  private final SocketChannel socket;
  private final BufferedReader answers;

  private Qmp(SocketChannel socket) {
    this.socket = socket;
    this.answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
  }

  /** Blocks until QEMU greets. */
  static Qmp connect(SocketAddress address) throws IOException {
    SocketChannel socket = SocketChannel.open(address);
    Qmp qmp = new Qmp(socket);
    try {
      qmp.next();
      qmp.execute("qmp_capabilities", Map.of());
      return qmp;
    } catch (IOException e) {
      qmp.close();
      throw e;
    }
  }

  /**
   * Blocks for the answer.
   *
   * @throws IOException when QEMU refuses; the message says the command and QEMU's reason, never an argument
   */
  JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
    Map<String, ?> message = Map.of("execute", command, "arguments", arguments);
    ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
    for (int i = 0; i < EVENTS; i++) {
      JsonNode answer = next();
      if (answer.has("return")) {
        return answer.get("return");
      }
      if (answer.has("error")) {
        throw new IOException(command + ": " + answer.get("error").path("desc").asString());
      }
    }
    throw new IOException(command + ": no answer among " + EVENTS + " events");
  }

  private JsonNode next() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("QEMU closed its control socket");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
