package io.pvefleet.pve.console;

/** The two kinds of guests of a host. */
public enum GuestType {
  QEMU("qemu"),
  LXC("lxc");

  private final String segment;

  GuestType(String segment) {
    this.segment = segment;
  }

  /** How API paths name it. */
  String segment() {
    return segment;
  }
}
