package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Starts a QEMU for tests; says so loudly where there is none. */
final class RealQemu {

  private RealQemu() {}

  static QemuVnc start(Path folder) throws IOException, InterruptedException {
    if (QemuVnc.program().isEmpty()) {
      String message = "SKIPPED: qemu-system-x86_64 is not installed, so nothing is compared with a real QEMU";
      System.err.println(message);
      Assumptions.abort(message);
    }
    return QemuVnc.start(folder, "pos-0012", List.of());
  }
}
