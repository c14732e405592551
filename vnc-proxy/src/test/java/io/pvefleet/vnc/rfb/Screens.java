package io.pvefleet.vnc.rfb;

import java.util.HexFormat;

/** What a real host said, as recorded of QEMU behind a Proxmox host (vncproxy and vncwebsocket, VM 100). */
public final class Screens {

  public static final byte[] VERSION = HexFormat.of().parseHex("524642203030332e3030380a");
  static final byte[] TYPES = HexFormat.of().parseHex("0102");
  static final byte[] CHALLENGE = HexFormat.of().parseHex("99e376a31fc4408c9c132e37821111e0");
  static final byte[] ACCEPTED = HexFormat.of().parseHex("00000000");
  static final byte[] REFUSED = HexFormat.of().parseHex("000000010000001641757468656e7469636174696f6e206661696c656400");
  static final byte[] INIT =
      HexFormat.of().parseHex("02d001902018000100ff00ff00ff1008000000000000000c51454d552028766d31303029");

  /** The password of that ticket. */
  static final String PASSWORD = "ZE9B?-V6";

  /** DES of the challenge under that password, by OpenSSL: the recording holds the host's bytes only. */
  static final byte[] ANSWER = HexFormat.of().parseHex("e957a8366275bc83709164752a436f3f");

  public static final PixelFormat TRUE_COLOUR = new PixelFormat(32, 24, false, true, 255, 255, 255, 16, 8, 0);
  public static final ServerInit SERVER_INIT = new ServerInit(720, 400, TRUE_COLOUR, "QEMU (vm100)");

  private Screens() {}
}
