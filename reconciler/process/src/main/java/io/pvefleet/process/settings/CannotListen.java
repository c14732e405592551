package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The server cannot have its address or port. Nothing was started. */
public final class CannotListen extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Diagnostic diagnostic;

  private CannotListen(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.detail(), cause);
    this.diagnostic = diagnostic;
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }

  /** Tried before anything else begins: a second process that fails at its port must not have done anything until then. */
  public static void tryOut(String address, int port) {
    InetSocketAddress wanted = new InetSocketAddress(address, port);
    try (ServerSocket socket = new ServerSocket()) {
      if (wanted.isUnresolved()) {
        throw new IOException("this machine does not know the name");
      }
      socket.bind(wanted);
    } catch (IOException e) {
      throw new CannotListen(
          Diagnostic.errorOfAll(SettingsCodes.CANNOT_LISTEN, address + ":" + port,
              "Cannot listen on " + address + " port " + port + ": " + e.getMessage() + ".",
              "Stop what uses it, or set http.address and http.port to an address of this machine and a port that is free."),
          e);
    }
  }
}
