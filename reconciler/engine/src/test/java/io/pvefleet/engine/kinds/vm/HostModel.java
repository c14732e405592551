package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Param;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One VM of a host, as far as steps touch it: rewrites what it is told the way Proxmox does, and is strict about traps. */
public final class HostModel {

  private final int vmid;
  private final TreeMap<String, String> config = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private Power power = Power.STOPPED;
  private Membership pool = new Membership.None();
  private int generation;
  private int volumes;
  private int cards;

  public HostModel(int vmid) {
    this.vmid = vmid;
  }

  public VmObservation observed() {
    return new VmObservation(vmid, power, false, "", config, config, Set.of(), "digest" + generation).with(pool);
  }

  public Map<String, String> config() {
    return config;
  }

  List<String> log() {
    return log;
  }

  /** What a clone of a template starts from. */
  HostModel with(String option, String value) {
    config.put(option, value);
    return this;
  }

  public void send(PveRequest request) {
    log.add(request.toString());
    Map<String, String> params = new LinkedHashMap<>();
    for (Param param : request.params()) {
      String text = param.value() instanceof Value.Text(String plain) ? plain : "secret";
      assertThat(text).as("%s of %s", param.name(), request).isNotBlank();
      assertThat(params.put(param.name(), text)).as("%s sent once", param.name()).isNull();
    }
    String call = request.path().substring(request.path().lastIndexOf('/') + 1);
    switch (call) {
      case "qemu" -> {
        params.remove("vmid");
        pool(params.remove("pool"));
        params.putIfAbsent("smbios1", "uuid=00000000-0000-4000-8000-%012d".formatted(vmid));
        params.forEach(this::set);
      }
      case "config" -> config(params);
      case "pools" -> {
        assertThat(params.remove("vms")).isEqualTo(Integer.toString(vmid));
        pool(params.containsKey("delete") ? null : params.get("poolid"));
        return;
      }
      case "resize" -> resize(params);
      case "start" -> power = Power.RUNNING;
      case "shutdown" -> power = Power.STOPPED;
      default -> throw new AssertionError("unexpected " + request);
    }
    generation++;
  }

  private void pool(@Nullable String name) {
    pool = name == null ? new Membership.None() : new Membership.In(name);
  }

  private void config(Map<String, String> params) {
    assertThat(params.remove("digest")).as("every change of a configuration is guarded").isEqualTo("digest" + generation);
    String delete = params.remove("delete");
    if (delete != null) {
      for (String option : delete.split(",")) {
        assertThat(RootOnly.holds(option, config.getOrDefault(option, "socket"))).as("no token deletes " + option).isFalse();
        assertThat(params).as("not set and deleted in one request").doesNotContainKey(option);
        config.remove(option);
        config.computeIfPresent("boot", (key, order) -> without(order, option));
        if (config.getOrDefault("boot", "").equals("order=")) {
          config.put("boot", " ");
        }
      }
    }
    params.forEach(this::set);
  }

  private static String without(String order, String slot) {
    return "order=" + String.join(";", Form.bootOrder(order).stream().filter(s -> !s.equals(slot)).toList());
  }

  private void set(String option, String value) {
    assertThat(RootOnly.holds(option, value)).as("no token sets %s to %s", option, value).isFalse();
    if (option.equals("smbios1")) {
      assertThat(value).as("the uuid of a VM stays").contains("uuid=");
    }
    String stored =
        switch (Options.family(option)) {
          case "net" -> card(value);
          case "ide", "sata", "scsi", "virtio", "efidisk", "tpmstate" -> drive(option, value);
          case "tags" -> String.join(";", Form.tags(value));
          case "description" -> Form.prose(value);
          case "boot" -> boot(value);
          case "cipassword" -> "**********";
          default -> value;
        };
    config.put(option, stored);
  }

  private String boot(String value) {
    assertThat(config.keySet()).as("a boot order names devices that exist").containsAll(Form.bootOrder(value));
    return value;
  }

  private String card(String value) {
    SequencedMap<String, String> card = Nic.parse(value);
    String address = card.computeIfAbsent("macaddr", key -> String.format(Locale.ROOT, "BC:24:11:00:00:%02X", ++cards));
    TreeMap<String, String> rest = new TreeMap<>(card);
    String model = card.getOrDefault("model", "?");
    rest.remove("model");
    rest.remove("macaddr");
    StringBuilder text = new StringBuilder(model + "=" + address);
    rest.forEach((key, word) -> text.append(',').append(key).append('=').append(word));
    return text.toString();
  }

  private String drive(String slot, String value) {
    Drive drive = Drive.parse(value);
    TreeMap<String, String> options = new TreeMap<>(drive.options());
    String volume = drive.volume();
    if (drive.isCloudInit() && volume.endsWith(":cloudinit")) {
      assertThat(config).as("no second cloud-init drive in " + slot).doesNotContainKey(slot);
      volume = volume.replace(":cloudinit", ":vm-" + vmid + "-cloudinit");
      options.put("media", "cdrom");
    } else if (drive.allocationBytes().isPresent()) {
      assertThat(config).as("never an allocation for an occupied slot").doesNotContainKey(slot);
      boolean isState = slot.startsWith("efi") || slot.startsWith("tpm");
      long bytes = isState ? 528L * 1024 : options.remove("import-from") == null ? drive.allocationBytes().getAsLong() : 1L << 30;
      volume = drive.storage().orElseThrow() + ":vm-" + vmid + "-disk-" + volumes++;
      options.put("size", Sizes.ofBytes(bytes).replaceAll("i?B$", ""));
      options.remove("format");
    } else if (drive.isCdrom() && !config.getOrDefault("boot", "").contains(slot) && config.containsKey("boot")) {
      config.merge("boot", slot, (order, added) -> order.isBlank() ? "order=" + added : order + ";" + added);
    }
    StringBuilder text = new StringBuilder(volume);
    options.forEach((key, word) -> text.append(',').append(key).append('=').append(word));
    return text.toString();
  }

  private void resize(Map<String, String> params) {
    assertThat(params.get("digest")).isEqualTo("digest" + generation);
    String slot = params.getOrDefault("disk", "");
    Drive drive = Drive.parse(config.getOrDefault(slot, ""));
    long wanted = Sizes.bytes(params.getOrDefault("size", "")).orElseThrow();
    assertThat(wanted).as("a disk only grows").isGreaterThan(drive.sizeBytes().orElseThrow());
    config.put(slot, drive.with("size", params.getOrDefault("size", "")).text());
  }
}
