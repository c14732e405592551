package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {

  @Test
  void whatAVmDeclaresAsksForItsPrivileges() {
    Vm vm = Documents.of("""
        pool: tills
        boot: {startup: {order: 1}}
        usb: {usb0: {mapping: scanner}, usb1: spice}
        """);

    assertThat(Privileges.beyondTheUsual(List.of(vm)))
        .containsOnlyKeys("Pool.Audit", "Pool.Allocate", "Sys.Modify", "Mapping.Use")
        .containsEntry("Pool.Allocate", "spec.pool")
        .containsEntry("Sys.Modify", "spec.boot.startup")
        .containsEntry("Mapping.Use", "spec.usb.usb0");
  }

  @Test
  void aVmWithoutThemNeedsNoneBeyondTheUsual() {
    Vm vm = Documents.of("memory: 2GiB\nusb: {usb0: spice}\nrng: /dev/urandom\nserial: {serial0: socket}");

    assertThat(Privileges.beyondTheUsual(List.of(vm))).isEmpty();
  }

  @Test
  void randomnessOfTheHostsHardwareNeedsItsMapping() {
    assertThat(Privileges.beyondTheUsual(List.of(Documents.of("rng: /dev/hwrng")))).containsOnlyKeys("Mapping.Use");
  }
}
