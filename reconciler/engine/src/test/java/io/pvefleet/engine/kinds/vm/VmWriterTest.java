package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A VM that is written and read again is the VM that it was. */
class VmWriterTest {

  @Test
  void everyRecordedConfigurationComesBackWithoutADifference() {
    Optional<Corpus> corpus = Corpus.find();
    if (corpus.isEmpty()) {
      System.out.println("SKIPPED: the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    }
    assumeTrue(corpus.isPresent(), "the recorded corpus is not beside this checkout (PVEFLEET_REFERENCE)");
    int vms = 0;
    int options = 0;
    int leaves = 0;
    Map<String, Integer> notes = new TreeMap<>();
    for (Corpus.Case recorded : corpus.get().cases()) {
      Optional<VmObservation> after = recorded.after();
      if (after.isEmpty() || !recorded.succeeded()) {
        continue;
      }
      WrittenVm written = VmWriter.write(after.get());
      assertThat(differences(written, after.get())).as(recorded.id()).isEmpty();
      vms++;
      options += after.get().effective().size();
      leaves += written.leaves().size();
      written.notes().forEach(note -> notes.merge(Options.family(note.subject()) + ": " + note.text(), 1, Integer::sum));
    }
    System.out.println("corpus through the writer: %d VMs with %d options, %d values written, %d left out with a note"
        .formatted(vms, options, leaves, notes.values().stream().mapToInt(Integer::intValue).sum()));
    notes.forEach((note, count) -> System.out.println("  " + count + " x " + note));
    assertThat(vms).isGreaterThan(700);
    assertThat(leaves).isGreaterThan(vms * 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void generatedConfigurationsComeBackWithoutADifference(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      VmObservation vm = vm(config(random));
      assertThat(differences(VmWriter.write(vm), vm)).as("seed %d, VM %d: %s", seed, i, vm.effective()).isEmpty();
    }
  }

  @Test
  void everyOptionWithAFieldIsWritten() {
    VmObservation vm = vm(Map.ofEntries(
        Map.entry("agent", "enabled=1,fstrim_cloned_disks=1"), Map.entry("balloon", "1024"), Map.entry("bios", "ovmf"),
        Map.entry("boot", "order=scsi0;net0"), Map.entry("ciuser", "ops"), Map.entry("citype", "nocloud"), Map.entry("ciupgrade", "0"),
        Map.entry("cores", "4"), Map.entry("cpu", "host,flags=+aes;-pcid,hidden=1"), Map.entry("cpulimit", "2.5"),
        Map.entry("cpuunits", "200"), Map.entry("description", "카운터 1\nsecond line"), Map.entry("hotplug", "disk,network"),
        Map.entry("ide2", "local-lvm:vm-102-cloudinit,media=cdrom,size=4M"), Map.entry("ipconfig0", "ip=10.1.2.3/24,gw=10.1.2.1"),
        Map.entry("machine", "q35,viommu=virtio"), Map.entry("memory", "4096"), Map.entry("name", "pos-01"),
        Map.entry("nameserver", "10.1.2.1 10.1.2.2"), Map.entry("net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0,firewall=1,tag=20"),
        Map.entry("numa", "1"), Map.entry("numa0", "cpus=0-1,memory=2048"), Map.entry("onboot", "1"), Map.entry("ostype", "l26"),
        Map.entry("protection", "1"), Map.entry("rng0", "source=/dev/urandom,max_bytes=2048,period=500"),
        Map.entry("scsi0", "local-lvm:vm-102-disk-0,cache=writeback,discard=on,iothread=1,mbps_rd=10,mbps_rd_max=20,size=32G"),
        Map.entry("scsihw", "virtio-scsi-single"), Map.entry("searchdomain", "example.com"), Map.entry("serial0", "socket"),
        Map.entry("shares", "500"), Map.entry("sockets", "1"), Map.entry("startup", "order=2,up=60,down=90"),
        Map.entry("tablet", "0"), Map.entry("tags", "till;web"), Map.entry("usb0", "spice"), Map.entry("vcpus", "2"),
        Map.entry("vga", "virtio,memory=32"), Map.entry("watchdog", "i6300esb,action=reset")));
    WrittenVm written = VmWriter.write(vm);

    assertThat(written.notes()).isEmpty();
    assertThat(YamlWriter.writeCompact(document(written), Map.of())).isEqualTo("""
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata:
          name: pos-01
        spec:
          vmid: 102
          os: l26
          bios: ovmf
          machine: {type: q35, viommu: virtio}
          cpu:
            cores: 4
            sockets: 1
            type: host
            flags: ["+aes", "-pcid"]
            vcpus: 2
            limit: 2.5
            units: 200
            numa: true
            pve: {hidden: 1}
          memory: {size: 4GiB, shares: 500}
          balloon: 1GiB
          scsiController: virtio-scsi-single
          disks:
            scsi0:
              storage: local-lvm
              size: 32GiB
              cache: writeback
              discard: true
              ioThread: true
              limits:
                mbpsRead: 10
                burst: {mbpsRead: 20}
          networks:
            net0: {model: virtio, bridge: vmbr0, vlan: 20, firewall: true}
          cloudInit:
            drive: {storage: local-lvm}
            user: ops
            ip:
              net0: {address: 10.1.2.3/24, gateway: 10.1.2.1}
            nameservers: [10.1.2.1, 10.1.2.2]
            searchDomain: example.com
            type: nocloud
            upgrade: false
          boot:
            order: [scsi0, net0]
            onBoot: true
            startup: {order: 2, up: 1m, down: 90s}
          agent: {enabled: true, trim: true}
          protection: true
          tags: [till, web]
          description: |-
            카운터 1
            second line
          vga: {type: virtio, memory: 32MiB}
          serial: {serial0: socket}
          usb: {usb0: spice}
          watchdog: {model: i6300esb, action: reset}
          rng: {source: /dev/urandom, maxBytes: 2048, periodMillis: 500}
          tablet: false
          hotplug: [disk, network]
          numa:
            numa0: {cpus: 0-1, memory: 2GiB}
        """);
    assertThat(differences(written, vm)).isEmpty();
  }

  @Test
  void whatTheHostOwnsAndWhatNobodyCanReadIsLeftOut() {
    VmObservation vm = vm(Map.of(
        "name", "pos-01", "smbios1", "uuid=22222222-0000-4000-8000-000000002000", "vmgenid", "11111111-0000-4000-8000-000000000001",
        "meta", "creation-qemu=10.0.13,ctime=1", "cipassword", "**********", "args", "-object secret,id=s0,data=hunter2",
        "unused0", "local-lvm:vm-102-disk-7", "net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0", "lock", "backup"));
    WrittenVm written = VmWriter.write(vm);

    assertThat(written.leaves()).extracting(SpecLeaf::yamlPath).containsExactly("spec.networks.net0.model", "spec.networks.net0.bridge");
    assertThat(written.notes()).extracting(WrittenVm.Note::subject).containsExactlyInAnyOrder("args", "cloudInit.password", "unused0");
    assertThat(written.toString()).doesNotContain("hunter2", "*****", "BC:24:11");
  }

  @Test
  void aPinnedMachineOfWindowsIsTheHostsAndAnyOtherPinIsKept() {
    assertThat(machine("win11", "pc-i440fx-10.0+pve1")).isEmpty();
    assertThat(machine("win11", "pc-q35-10.0+pve1")).contains("q35");
    assertThat(machine("l26", "pc-q35-9.0")).contains("pc-q35-9.0");
  }

  @Test
  void whatHasNoFormInYamlIsLeftOutWithAReasonAndNothingElseWithIt() {
    VmObservation vm = vm(Map.of("name", "old", "boot", "cdn", "memory", "1024", "scsi1", "/dev/disk/by-id/x,size=1G", "ciuser", "관리자"));
    WrittenVm written = VmWriter.write(vm);

    assertThat(written.leaves()).extracting(SpecLeaf::yamlPath).containsExactly("spec.memory");
    assertThat(written.notes()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(note -> assertThat(note.text()).contains("left out"));
    assertThat(differences(written, vm)).isEmpty();
  }

  private static Optional<String> machine(String os, String machine) {
    return VmWriter.write(vm(Map.of("name", "x", "ostype", os, "machine", machine))).leaves().stream()
        .filter(leaf -> leaf.path().equals(List.of("machine")))
        .map(leaf -> ((Node.Scalar) leaf.value()).text())
        .findFirst();
  }

  private static VmObservation vm(Map<String, String> config) {
    return new VmObservation(102, Power.STOPPED, false, "", config, config, Set.of(), "d1");
  }

  /** What a plan would change of a VM whose document was written, put on disk and loaded; besides the tag that adopts it. */
  private static List<String> differences(WrittenVm written, VmObservation vm) {
    String text = YamlWriter.writeCompact(document(written), Map.of("spec.vmid", List.of("TO CHECK\n- a note: of two lines")));
    FleetLoad load = Documents.load(text);
    List<String> problems = new ArrayList<>(load.diagnostics().stream().map(d -> d.yamlPath() + " " + d.detail()).toList());
    load.fleet().ifPresent(fleet -> {
      Parsed<Vm> parsed = VmKind.parse(fleet.guests().getFirst());
      parsed.diagnostics().forEach(d -> problems.add(d.yamlPath() + " " + d.detail()));
      parsed.parsed().ifPresent(desired -> VmDiffer.diff(desired, vm).attributes().stream()
          .filter(attribute -> !attribute.isOwnership() && !attribute.path().equals("metadata.name"))
          .map(AttributeChange::toString)
          .forEach(problems::add));
    });
    return problems;
  }

  private static Node.Mapping document(WrittenVm written) {
    String name = written.name().isEmpty() || written.name().length() > 128 ? "vm" : written.name();
    return new Node.Mapping(SpecTree.NOWHERE, List.of(
        SpecTree.entry("apiVersion", text("pvefleet/v1")), SpecTree.entry("kind", text("VirtualMachine")),
        SpecTree.entry("metadata", new Node.Mapping(SpecTree.NOWHERE, List.of(SpecTree.entry("name", text(name))))),
        SpecTree.entry("spec", written.spec())));
  }

  private static Node text(String text) {
    return new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.STRING, text);
  }

  /** Options as hosts have them, odd ones among them. */
  private static Map<String, String> config(Random random) {
    Map<String, String> config = new TreeMap<>();
    config.put("name", "vm-" + random.nextInt(1000));
    maybe(random, config, "memory", "512", "2048", "4096", "current=1024", "0256", "1500");
    maybe(random, config, "balloon", "0", "256", "512");
    maybe(random, config, "shares", "0", "500", "1000");
    maybe(random, config, "cores", "1", "2", "16", "02");
    maybe(random, config, "sockets", "1", "2");
    maybe(random, config, "cpu", "host", "cputype=host", "x86-64-v2-AES,flags=+aes", "kvm64,hidden=1,phys-bits=host");
    maybe(random, config, "cpulimit", "0", "2", "1.50", "2.0");
    maybe(random, config, "cpuunits", "100", "10000");
    maybe(random, config, "ostype", "l26", "win11", "other", "wxp");
    maybe(random, config, "machine", "q35", "pc", "pc-q35-9.0", "pc-i440fx-10.0+pve1", "pc-q35-10.0+pve1,viommu=virtio",
        "enable-s3=1,type=q35");
    maybe(random, config, "scsi0", "local-lvm:vm-102-disk-0,size=32G", "local:102/vm-102-disk-0.qcow2,size=1025M,discard=on,ssd=1",
        "local-lvm:vm-102-disk-0,backup=0,iothread=1,size=2199023255", "local-lvm:vm-102-disk-0,size=0T",
            "local-lvm:base-9000-disk-0,size=3G");
    maybe(random, config, "scsi1", "local-lvm:vm-102-disk-1,size=1049K,mbps=1.5,iops_wr=100,iops_wr_max=200,iops_wr_max_length=60");
    maybe(random, config, "virtio0", "local-lvm:vm-102-disk-2,size=8G,aio=native,werror=stop", "/dev/sdb,size=1G");
    maybe(random, config, "ide2", "none,media=cdrom", "cdrom,media=cdrom", "local:iso/debian.iso,media=cdrom,size=6060K",
        "local-lvm:vm-102-cloudinit,media=cdrom,size=4M");
    maybe(random, config, "sata0", "local:iso/x y.iso,media=cdrom", "local-lvm:vm-102-disk-9,size=4G,serial=AB%20C");
    maybe(random, config, "efidisk0", "local-lvm:vm-102-disk-5,efitype=4m,pre-enrolled-keys=1,size=4M,ms-cert=2023k");
    maybe(random, config, "tpmstate0", "local-lvm:vm-102-disk-6,size=4M,version=v2.0");
    maybe(random, config, "net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0",
        "e1000=BC:24:11:00:20:01,bridge=vmbr0,firewall=0,rate=10.50,tag=010",
        "virtio=BC:24:11:00:20:02,bridge=vmbr1,trunks=10;20-30,mtu=1,queues=2,link_down=1", "virtio=BC:24:11:00:20:03");
    maybe(random, config, "boot", "order=scsi0;net0", "cdn", "order=scsi0", "order=usb3");
    maybe(random, config, "onboot", "0", "1");
    maybe(random, config, "startup", "3", "order=1,up=90", "down=3600");
    maybe(random, config, "agent", "1", "0", "enabled=1,fstrim_cloned_disks=1", "1,freeze-fs-on-backup=0,type=isa");
    maybe(random, config, "description", "one", "two\nlines", " leading", "# hash: {a, b}", "약국 포스\n\n끝", "yes", "a\tb",
        "x\r\ny", "'quoted' \"text\"");
    maybe(random, config, "tags", "web", "Till;a;b", "10;2;9");
    maybe(random, config, "ciuser", "ops", "관리자");
    maybe(random, config, "sshkeys", "ssh-ed25519%20AAAA%20ops%40example%0Assh-rsa%20BBBB%0A", "not-a-key");
    maybe(random, config, "ipconfig0", "ip=dhcp", "ip=10.0.0.5/24,gw=10.0.0.1", "ip6=auto",
        "gw6=fe80::1,ip=10.0.0.6/24,ip6=fd00::2/64", "ip=dhcp,ip6=dhcp");
    maybe(random, config, "nameserver", "1.1.1.1", "1.1.1.1,fd00::1", "1.1.1.300");
    maybe(random, config, "searchdomain", "example.com", "a.example b.example");
    maybe(random, config, "hotplug", "1", "0", "network,disk,usb", "disk,cloudinit");
    maybe(random, config, "vga", "std", "type=qxl", "virtio,memory=64", "none", "serial0");
    maybe(random, config, "serial0", "socket", "/dev/ttyS0");
    maybe(random, config, "usb0", "spice", "spice,usb3=1", "mapping=scanner", "host=046d:c52b");
    maybe(random, config, "hostpci0", "mapping=gpu,pcie=1", "0000:01:00.0,pcie=1");
    maybe(random, config, "rng0", "/dev/urandom", "source=/dev/random,max_bytes=1024,period=1000");
    maybe(random, config, "watchdog", "i6300esb", "model=ib700,action=reset");
    maybe(random, config, "audio0", "device=intel-hda,driver=none");
    maybe(random, config, "smbios1", "uuid=22222222-2222-4222-8222-222222222222",
        "base64=1,manufacturer=SGFuYml0,uuid=22222222-2222-4222-8222-222222222222");
    maybe(random, config, "args", "-cpu host");
    maybe(random, config, "hookscript", "local:snippets/hook.pl");
    maybe(random, config, "migrate_downtime", "0.1", "1");
    maybe(random, config, "startdate", "now", "2020-01-01T00:00:00");
    maybe(random, config, "future-option", "on", "a=1,b=2");
    return config;
  }

  private static void maybe(Random random, Map<String, String> config, String option, String... values) {
    if (random.nextInt(3) > 0) {
      config.put(option, values[random.nextInt(values.length)]);
    }
  }
}
