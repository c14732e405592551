package io.pvefleet.pve.simulator.screen;

/**
 * What a simulated screen shows and on which virtual hardware.
 *
 * @param vmName drawn large; also in the desktop name, as QEMU gives it: {@code QEMU (name)}
 * @param hostName drawn below
 * @param size at the start
 * @param motion at the start
 * @param video the VM's graphics card
 * @param pointing what moves the pointer
 */
public record ScreenSettings(
    String vmName, String hostName, ScreenSize size, Motion motion, Video video, Pointing pointing) {

  /** Which graphics card the VM has: decides what a viewer hears who asks for another size. */
  public enum Video {
    /** Cannot be resized from outside: refused as an invalid layout. */
    VGA,
    /** Forwards the wish to the guest, which follows it at once. */
    VIRTIO
  }

  /** What QEMU tells a viewer that knows both kinds of pointers. */
  public enum Pointing {
    /** A USB tablet, which Proxmox gives every VM unless told otherwise: absolute positions. */
    TABLET,
    /** A PS/2 mouse: movements. */
    MOUSE
  }

  /** A graphical screen with a clock, on a Proxmox VM's default hardware. */
  public static ScreenSettings of(String vmName, String hostName) {
    return new ScreenSettings(vmName, hostName, ScreenSize.GRAPHICS, new Motion.Ticking(), Video.VGA, Pointing.TABLET);
  }

  public ScreenSettings withSize(ScreenSize value) {
    return new ScreenSettings(vmName, hostName, value, motion, video, pointing);
  }

  public ScreenSettings withMotion(Motion value) {
    return new ScreenSettings(vmName, hostName, size, value, video, pointing);
  }

  public ScreenSettings withVideo(Video value) {
    return new ScreenSettings(vmName, hostName, size, motion, value, pointing);
  }

  public ScreenSettings withPointing(Pointing value) {
    return new ScreenSettings(vmName, hostName, size, motion, video, value);
  }
}
