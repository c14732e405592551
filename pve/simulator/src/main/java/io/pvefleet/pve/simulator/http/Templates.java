package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The machines an engineer prepares before a fleet is rolled out: a Linux and a Windows template, and installation media. */
final class Templates {

  static final int LINUX = 9000;
  static final int WINDOWS = 9001;

  private Templates() {}

  static QemuState state(Instant now) {
    QemuState state = QemuState.EMPTY;
    state = state.with(base("base-9000-disk-0", LINUX, 3L << 30)).with(base("vm-9000-cloudinit", LINUX, 4L << 20));
    state = state.with(base("base-9001-disk-0", WINDOWS, 32L << 30)).with(base("base-9001-disk-1", WINDOWS, 4L << 20));
    state = state.with(base("base-9001-disk-2", WINDOWS, 4L << 20));
    state = state.with(file("local:iso/virtio-win-0.1.271.iso", 726_962_176L));
    state = state.with(file("local:iso/debian-13.1.0-amd64-netinst.iso", 783_286_272L));
    return state.with(linux(now)).with(windows(now));
  }

  private static SimVm linux(Instant now) {
    Map<String, String> config = common("debian-13-cloud", "00000000-0000-4000-8000-000000009000", now);
    config.put("ostype", "l26");
    config.put("cores", "2");
    config.put("memory", "2048");
    config.put("agent", "1");
    config.put("boot", "order=scsi0");
    config.put("scsi0", "local-lvm:base-9000-disk-0,discard=on,size=3G,ssd=1");
    config.put("ide2", "local-lvm:vm-9000-cloudinit,media=cdrom");
    config.put("net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0");
    config.put("serial0", "socket");
    config.put("vga", "serial0");
    config.put("ciuser", "ops");
    config.put("ipconfig0", "ip=dhcp");
    return SimVm.stopped(LINUX, config);
  }

  private static SimVm windows(Instant now) {
    Map<String, String> config = common("windows-11-ltsc", "00000000-0000-4000-8000-000000009001", now);
    config.put("ostype", "win11");
    config.put("machine", "pc-q35-10.0");
    config.put("bios", "ovmf");
    config.put("cores", "4");
    config.put("memory", "8192");
    config.put("agent", "1");
    config.put("boot", "order=scsi0");
    config.put("scsi0", "local-lvm:base-9001-disk-0,discard=on,size=32G,ssd=1");
    config.put("efidisk0", "local-lvm:base-9001-disk-1,efitype=4m,pre-enrolled-keys=1,size=4M");
    config.put("tpmstate0", "local-lvm:base-9001-disk-2,size=4M,version=v2.0");
    config.put("net0", "virtio=BC:24:11:00:90:01,bridge=vmbr0");
    return SimVm.stopped(WINDOWS, config);
  }

  private static Map<String, String> common(String name, String uuid, Instant now) {
    Map<String, String> config = new TreeMap<>();
    config.put("name", name);
    config.put("template", "1");
    config.put("scsihw", "virtio-scsi-single");
    config.put("meta", "creation-qemu=10.0.13,ctime=" + now.getEpochSecond());
    config.put("smbios1", "uuid=" + uuid);
    config.put("vmgenid", uuid.replace("4000-8000", "4001-8000"));
    return config;
  }

  private static SimVolume base(String name, int owner, long size) {
    return new SimVolume("local-lvm:" + name, "images", owner, size, "raw", Optional.empty());
  }

  private static SimVolume file(String volid, long size) {
    return new SimVolume(volid, "iso", 0, size, "iso", Optional.empty());
  }
}
