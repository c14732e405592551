package io.pvefleet.pve.simulator.world.qemu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a machine's configuration: a SHA-1 over a text in which every stored value has its line. */
final class ConfigDigest {

  private ConfigDigest() {}

  static String of(SimVm vm) {
    StringBuilder text = new StringBuilder();
    vm.config().forEach((k, v) -> line(text, k, v));
    if (!vm.pending().isEmpty() || !vm.deletes().isEmpty()) {
      text.append("[PENDING]\n");
      vm.deletes().forEach((k, v) -> line(text, "delete " + k, v.name()));
      vm.pending().forEach((k, v) -> line(text, k, v));
    }
    if (!vm.cloudinit().isEmpty()) {
      text.append("[special:cloudinit]\n");
      vm.cloudinit().forEach((k, v) -> line(text, k, v));
    }
    for (SimVm.Snapshot snapshot : vm.snapshots()) {
      text.append('[').append(snapshot.name()).append("]\n");
      snapshot.config().forEach((k, v) -> line(text, k, v));
    }
    try {
      byte[] sum = MessageDigest.getInstance("SHA-1").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-1", e);
    }
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(value.replace("%", "%25").replace("\n", "%0A")).append('\n');
  }
}
