package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what a shape cannot say of a VirtualMachine. */
public final class VmCodes {

  public static final Code NO_WINDOW = Code.user("PVF-0138", "VM waits for a window that never comes");
  public static final Code BAD_ADDRESS = Code.user("PVF-0150", "Network address is not usable");
  public static final Code DISK_INCOMPLETE = Code.user("PVF-0151", "Disk cannot be made as declared");
  public static final Code DISK_CONTRADICTION = Code.user("PVF-0152", "Fields of a drive do not fit together");
  public static final Code SEVERAL_TEMPLATES = Code.user("PVF-0153", "Disks name different templates");
  public static final Code BOOT_ORDER = Code.user("PVF-0154", "Boot order names a device that is not declared");
  public static final Code HAS_FIELD = Code.user("PVF-0155", "Option has a field of its own");
  public static final Code NOT_CONFIGURATION = Code.user("PVF-0156", "Option is not configuration");
  public static final Code UNKNOWN_OPTION = Code.user("PVF-0157", "Option is not known");
  public static final Code ROOT_ONLY = Code.user("PVF-0158", "Option is root's alone");
  public static final Code BAD_AMOUNT = Code.user("PVF-0159", "Amount is not possible");
  public static final Code NO_CLOUD_INIT_DRIVE = Code.user("PVF-0160", "Cloud-init has no drive");
  public static final Code DECLARED_TWICE = Code.user("PVF-0161", "Same option is declared twice");
  public static final Code DEVICE_INCOMPLETE = Code.user("PVF-0162", "Device is not named");
  public static final Code FOREIGN_VOLUME = Code.user("PVF-0170", "Volume is none of this VM's");
  public static final Code VOLUME_ELSEWHERE = Code.user("PVF-0171", "Volume lies on another storage");
  public static final Code VOLUME_TWICE = Code.user("PVF-0172", "One volume is declared for two slots");

  private VmCodes() {}
}
