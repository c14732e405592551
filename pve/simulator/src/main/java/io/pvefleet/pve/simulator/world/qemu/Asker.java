package io.pvefleet.pve.simulator.world.qemu;

import java.util.List;

/** Who sends a request, as far as the rules for virtual machines ask. */
public interface Asker {

  /** User as UPIDs show it: {@code root@pam} or {@code user@realm!token}. */
  String user();

  /** Whether this is {@code root@pam} itself by ticket; a token of root never is. */
  boolean isRoot();

  /** Whether one privilege is held on a path such as {@code /vms/100}. */
  boolean may(String path, String privilege);

  /** Whether at least one of these privileges is held. */
  default boolean mayAny(String path, List<String> privileges) {
    return privileges.stream().anyMatch(p -> may(path, p));
  }

  /** Root by ticket: everything is allowed. */
  static Asker root() {
    return new Asker() {
      @Override
      public String user() {
        return "root@pam";
      }

      @Override
      public boolean isRoot() {
        return true;
      }

      @Override
      public boolean may(String path, String privilege) {
        return true;
      }
    };
  }
}
