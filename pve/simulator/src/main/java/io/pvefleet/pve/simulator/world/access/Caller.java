package io.pvefleet.pve.simulator.world.access;

/** Who calls, once proven. */
public sealed interface Caller {

  /** The identity as it stands in UPIDs and logs. */
  String id();

  /** The user who acts or owns the token. */
  String user();

  /** Logged in with a password: may be {@code root@pam} itself. */
  record Ticket(String user) implements Caller {
    @Override
    public String id() {
      return user;
    }
  }

  /** An API token; never root itself, whoever owns it. */
  record Token(String user, String name) implements Caller {
    @Override
    public String id() {
      return user + "!" + name;
    }
  }

  /** Nobody: only the login may be called so. */
  record Nobody() implements Caller {
    @Override
    public String id() {
      return "";
    }

    @Override
    public String user() {
      return "";
    }
  }

  default boolean isRootItself() {
    return this instanceof Ticket ticket && ticket.user().equals("root@pam");
  }
}
