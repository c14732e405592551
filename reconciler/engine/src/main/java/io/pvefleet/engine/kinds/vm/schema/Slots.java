package io.pvefleet.engine.kinds.vm.schema;

import java.util.Set;
import java.util.regex.Pattern;

/** Where a VM's devices go and what they are called, in Proxmox's own words. */
public final class Slots {
  /** Slots of disks and CD drives. */
  public static final Pattern DRIVE =
      Pattern.compile("(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5])|efidisk0|tpmstate0)");

  /** Models of network cards. */
  public static final Set<String> CARD_MODELS =
      Set.of(
          "e1000", "e1000-82540em", "e1000-82544gc", "e1000-82545em", "e1000e", "i82551", "i82557b", "i82559er", "ne2k_isa",
          "ne2k_pci", "pcnet", "rtl8139", "virtio", "vmxnet3");

  private Slots() {}
}
