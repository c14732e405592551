package io.pvefleet.pve.simulator.world.console;

/**
 * One console, from the call that asks for it until its worker ends. Immutable.
 *
 * @param port the worker's port on the host's own loopback
 * @param task number of the worker's task
 * @param vmid of the guest; 0 for the node's own shell
 * @param path what its ticket is bound to, such as {@code /vms/100}
 * @param user who asked, a token with its name
 * @param password of this opener; empty for terminals
 * @param device the serial port that was asked for; empty for the first there is
 */
public record SimConsole(
    int port, long task, Kind kind, int vmid, String path, String user, String password, String device, Stage stage) {

  /** What a console shows. */
  public enum Kind {
    /** The screen of a machine, of which QEMU itself asks the password that the last opener set. */
    SCREEN,
    /** A serial port of a machine, drawn as a screen by vncterm with a password of its own. */
    DRAWN_SERIAL,
    /** The console of a container, drawn likewise. */
    DRAWN_CONTAINER,
    /** A serial port of a machine. */
    SERIAL,
    /** The console of a container. */
    CONTAINER,
    /** A shell of the host itself. */
    SHELL
  }

  /** How far it is. */
  public enum Stage {
    LISTENING,
    /** Its one connection was accepted. */
    CONNECTED,
    /** What is behind it was found and is shown. */
    SHOWING
  }

  /** Whether text goes through and no picture. */
  public boolean isTerminal() {
    return kind == Kind.SERIAL || kind == Kind.CONTAINER || kind == Kind.SHELL;
  }

  /** Whether a container is behind it. */
  public boolean isOfContainer() {
    return kind == Kind.CONTAINER || kind == Kind.DRAWN_CONTAINER;
  }

  /** The right that asking and connecting take, on {@link #path}. */
  public String privilege() {
    return kind == Kind.SHELL ? "Sys.Console" : "VM.Console";
  }

  /** This console with the password of its opener. */
  public SimConsole with(String text) {
    return new SimConsole(port, task, kind, vmid, path, user, text, device, stage);
  }

  public SimConsole at(Stage next) {
    return new SimConsole(port, task, kind, vmid, path, user, password, device, next);
  }

  @Override
  public String toString() {
    return "SimConsole[" + kind + " " + path + " of " + user + " on " + port + ", " + stage + "]";
  }
}
