package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.http.SocketHost.Script;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the tests of WebSockets share. */
final class Sockets {

  static final SocketTarget TARGET =
      new SocketTarget("/nodes/pve1/qemu/100/vncwebsocket", 5900, Secret.of("%+#?&/=\\;: `^!:PVEVNC:6B02::a+b/c=="));

  private final Path keys;

  Sockets(Path folder) {
    keys = SocketHost.keys(folder, "pve1");
  }

  SocketHost running(Script script) {
    return new SocketHost(keys, script);
  }

  /** A host that agrees to each upgrade and then does this. */
  SocketHost upgrading(Script then) {
    return running(exchange -> {
      exchange.upgrade();
      then.answer(exchange);
    });
  }

  static PveHttp http() {
    return http(SocketLimits.DEFAULT);
  }

  static PveHttp http(SocketLimits limits) {
    return new PveHttp(Hosts.SETTINGS, limits, reference -> "", RequestListener.NONE, Surroundings.real());
  }

  static PveHost host(PveHttp http, SocketHost host) {
    return http.host(host.endpoint(Hosts.TOKEN));
  }

  static byte[] numbered(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  /** Waits for a level, half a minute at most. */
  static void until(BooleanSupplier level) throws InterruptedException {
    for (int i = 0; i < 6_000 && !level.getAsBoolean(); i++) {
      Thread.sleep(5);
    }
    assertThat(level.getAsBoolean()).isTrue();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
