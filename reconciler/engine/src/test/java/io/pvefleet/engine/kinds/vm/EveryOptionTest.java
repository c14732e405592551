package io.pvefleet.engine.kinds.vm;

import static io.pvefleet.engine.kinds.vm.ReadBack.differing;
import static io.pvefleet.engine.kinds.vm.ReadBack.inSync;
import static io.pvefleet.engine.kinds.vm.ReadBack.stopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pvefleet.engine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every option of a VM's configuration is declared by a field, or under pve, or is said to be no configuration. */
class EveryOptionTest {

  @Test
  void everyOptionOfARealHostIsKnown() throws IOException {
    Path file = Checkout.reference().resolve("pve-api-schema.json");
    if (!Files.isRegularFile(file)) {
      System.out.println("SKIPPED: the recorded API schema is not beside this checkout (PVEFLEET_REFERENCE)");
    }
    assumeTrue(Files.isRegularFile(file), "the recorded API schema is not beside this checkout (PVEFLEET_REFERENCE)");
    JsonNode schema = JsonMapper.builder().build().readTree(Files.readString(file));
    Set<String> names = new TreeSet<>();
    parameters(schema, "/nodes/{node}/qemu", "POST", names);
    parameters(schema, "/nodes/{node}/qemu/{vmid}/config", "POST", names);
    // Restoring an archive and highly available guests are no configuration, and neither is asked for.
    names.removeAll(Set.of("ha-managed"));

    TreeMap<String, Integer> kinds = new TreeMap<>();
    Set<String> unknown = new TreeSet<>();
    for (String name : names) {
      Option option = Options.of(name);
      kinds.merge(option.isHostOwned() ? "no configuration" : option.field().isPresent() ? "field" : "pve or field", 1, Integer::sum);
      if (!Options.isKnown(name)) {
        unknown.add(name);
      }
    }
    System.out.println("options of a real host: " + kinds);
    assertThat(names).hasSizeGreaterThan(90);
    assertThat(unknown).isEmpty();
  }

  private static void parameters(JsonNode nodes, String path, String method, Set<String> into) {
    for (JsonNode node : nodes) {
      if (node.path("path").asString("").equals(path)) {
        node.path("info").path(method).path("parameters").path("properties").propertyNames()
            .forEach(name -> into.add(name.replace("[n]", "0")));
      }
      parameters(node.path("children"), path, method, into);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      virtiofs0: docs                          | virtiofs0          | dirid=docs,cache=auto,direct-io=0
      spice_enhancements: foldersharing=1      | spice_enhancements | videostreaming=off,foldersharing=on
      ivshmem: "size=32,name=a"                | ivshmem            | name=a,size=32
      amd-sev: type=std                        | amd-sev            | std
      startdate: now                           | name               | pos-01
      migrate_downtime: 0.5                    | migrate_downtime   | 0.50
      migrate_speed: 0                         | name               | pos-01
      reboot: true                             | name               | pos-01
      freeze: false                            | freeze             | 0
      autostart: true                          | autostart          | 1
      tdf: false                               | name               | pos-01
      vga: "std,memory=32"                     | vga                | memory=32,type=std
      rng0: source=/dev/urandom                | rng0               | /dev/urandom,max_bytes=1024,period=1000
      watchdog: "i6300esb,action=reset"        | watchdog           | action=reset,model=i6300esb
      audio0: device=AC97                      | audio0             | device=AC97,driver=spice
      usb0: spice                              | usb0               | host=SPICE,usb3=0
      hostpci0: "mapping=gpu,pcie=1"           | hostpci0           | pcie=on,mapping=gpu
      numa0: "cpus=0-1,memory=1024"            | numa0              | memory=1024,cpus=0-1
      smbios1: "serial=123"                    | smbios1            | base64=1,serial=MTIz,uuid=2d3a2d3a-0000-4000-8000-000000000102
      hotplug: "disk,network,usb"              | hotplug            | 1
      """)
  void whatIsDeclaredUnderPveComparesByWhatItMeans(String raw, String option, String live) {
    inSync("pve: {" + raw + "}", option, live);
  }

  @Test
  void whatDiffersUnderPveIsADifference() {
    assertThat(differing("pve: {virtiofs0: docs}", stopped("virtiofs0", "other"))).containsExactly("spec.pve.virtiofs0");
    assertThat(differing("pve: {vga: std}", stopped("vga", "std,memory=32"))).containsExactly("spec.pve.vga");
    assertThat(differing("pve: {virtiofs0: null}", stopped("virtiofs0", "other"))).containsExactly("spec.pve.virtiofs0");
  }

  @Test
  void anOptionIsDeclaredByItsFieldOrUnderPveNotByBoth() {
    assertThat(ReadBack.findings("vga: std\npve: {vga: std}")).containsExactly("error PVF-0161 spec.pve.vga");
    assertThat(ReadBack.findings("serial: {serial0: socket}\npve: {serial0: socket}")).containsExactly("error PVF-0161 spec.pve.serial0");
    assertThat(ReadBack.findings("pve: {pool: tills}")).containsExactly("error PVF-0155 spec.pve.pool");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      usb: {usb0: {usb3: true}}                          | error PVF-0162 spec.usb.usb0
      pci: {hostpci0: {pcie: true}}                      | error PVF-0162 spec.pci.hostpci0
      vga: {memory: 1MiB}                                | error PVF-0159 spec.vga.memory
      vga: {memory: 1GiB}                                | error PVF-0159 spec.vga.memory
      numa: {numa8: {cpus: "0"}}                         | error PVF-0110 spec.numa.numa8
      hotplug: [disks]                                   | error PVF-0112 spec.hotplug[0]
      serial: {serial4: socket}                          | error PVF-0110 spec.serial.serial4
      """)
  void mistakesAreFoundWhereTheyStand(String spec, String finding) {
    assertThat(ReadBack.findings(spec)).containsExactly(finding);
  }

  @Test
  void aBurstLastsASecondAtLeast() {
    assertThat(ReadBack.findings("disks: {scsi0: {storage: l1, size: 1GiB, limits: {iops: 5, burst: {iops: 9, iopsLength: 0s}}}}"))
        .containsExactly("error PVF-0159 spec.disks.scsi0.limits.burst.iopsLength");
  }

  @Test
  void textsOfTheFirmwareThatDoNotFitAreRefused() {
    String long64 = "x".repeat(64);
    assertThat(ReadBack.findings("smbios: {manufacturer: %1$s, product: %1$s, version: %1$s, serial: %1$s, sku: %1$s}".formatted(long64)))
        .containsExactly("error PVF-0159 spec.smbios");
    assertThat(ReadBack.findings("smbios: {manufacturer: %1$s, product: %1$s, serial: %1$s}".formatted(long64))).isEmpty();
  }
}
