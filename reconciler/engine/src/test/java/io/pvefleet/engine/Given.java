package io.pvefleet.engine;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Wanted;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.pve.wire.PveRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that tests begin with: one host, one node, small VMs. */
public final class Given {

  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  public static final String NODE = "pve1";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Given() {}

  public static Host host(String name) {
    return host(name, Host.Mode.ENFORCE, Optional.empty(), Optional.empty());
  }

  public static Host host(String name, Host.Mode mode, Optional<String> node, Optional<Host.Maintenance> maintenance) {
    return new Host(name, name, URI.create("https://100.64.0.10:8006"), node, new Host.Tls.SystemTrust(), new SecretRef("env:TOKEN"),
        mode, maintenance, Map.of(), place(1));
  }

  public static Site site(String name) {
    return new Site(name, name, ZoneId.of("Asia/Seoul"), "", Map.of(), place(1));
  }

  public static Place place(int line) {
    return new Place("sites/seoul-001/vms.yaml", line, 1);
  }

  /** A running VM with memory in MiB, made from nothing. */
  public static Vm vm(int vmid, String name, int memory) {
    return vm(vmid, name, Map.of("memory", Integer.toString(memory)), Vm.Restart.Policy.NEVER);
  }

  public static Vm vm(int vmid, String name, Map<String, String> values, Vm.Restart.Policy restart) {
    SequencedMap<String, Wanted> options = new LinkedHashMap<>();
    options.put("name", new Wanted.Value("metadata.name", Optional.of(place(vmid)), name));
    values.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(value -> options.put(
        value.getKey(), new Wanted.Value("spec." + value.getKey(), Optional.of(place(vmid + 2)), value.getValue())));
    options.put("tags", new Wanted.Tags("spec.tags", Optional.empty(), List.of(Vm.OWNERSHIP_TAG), false));
    return new Vm(new VmRef("seoul-001", vmid, name), place(vmid), Map.of("role", "pos"), Vm.DesiredPower.RUNNING, Optional.empty(),
        options, new Vm.Restart(restart, Duration.ofMinutes(3), false), Vm.Lifecycle.DEFAULT, Vm.Drift.DEFAULT, "hash-" + values);
  }

  public static Vm from(Vm vm, int template) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), vm.power(),
        Optional.of(new Vm.Template(template, Optional.empty(), Optional.empty(), place(9))), vm.options(), vm.restart(), vm.lifecycle(),
        vm.drift(), vm.specHash());
  }

  public static Vm with(Vm vm, Vm.Lifecycle lifecycle, Vm.Drift drift) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), vm.power(), vm.source(), vm.options(), vm.restart(), lifecycle, drift, vm.specHash());
  }

  public static Vm with(Vm vm, Map<String, Wanted> options) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), vm.power(), vm.source(), new LinkedHashMap<>(options), vm.restart(), vm.lifecycle(),
        vm.drift(), vm.specHash() + options.keySet());
  }

  public static Vm with(Vm vm, Vm.DesiredPower power) {
    return new Vm(
        vm.ref(), vm.place(), vm.labels(), power, vm.source(), vm.options(), vm.restart(), vm.lifecycle(), vm.drift(), vm.specHash());
  }

  /** What was applied from some document before. */
  public static Applied applied(String specHash, Vm.Lifecycle.OnRemove onRemove, boolean protect, String revision) {
    Vm.Lifecycle lifecycle = new Vm.Lifecycle(protect, onRemove, Vm.Lifecycle.Disks.KEEP);
    return new Applied("old", specHash, lifecycle, Vm.Restart.DEFAULT, revision, Identity.NONE);
  }

  public static DesiredHost desired(Vm... vms) {
    return new DesiredHost(host("seoul-001"), site("seoul-001"), List.of(vms));
  }

  public static EngineFleet fleet(List<DesiredHost> hosts, FleetSettings.Limits limits) {
    FleetSettings settings = new FleetSettings("test", Duration.ofMinutes(1), ZoneId.of("UTC"), limits);
    DesiredFleet fleet = new DesiredFleet("abc123", settings, hosts.stream().map(DesiredHost::site).toList(),
        hosts.stream().map(DesiredHost::host).toList(), List.of(), List.of(), List.of());
    return new EngineFleet(fleet, hosts);
  }

  public static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  public static Answer data(String text) {
    return new Answer.Data(json(text));
  }

  public static Answer fault(FaultKind kind, String message) {
    return new Answer.Fault(kind, message, Map.of());
  }

  public static Map<PveRequest, Answer> version() {
    return Map.of(Reads.version(), data("{'version': '9.2.11', 'release': '9.2'}"));
  }

  /** The node's own row, and one row for each guest given. */
  public static Answer resources(String... guests) {
    String rows = guests.length == 0 ? "" : ", " + String.join(", ", guests);
    return data("[{'type': 'node', 'node': 'pve1', 'status': 'online'},"
        + " {'type': 'storage', 'node': 'pve1', 'storage': 'local-lvm', 'content': 'rootdir,images'},"
        + " {'type': 'storage', 'node': 'pve1', 'storage': 'local', 'content': 'iso,vztmpl'}" + rows + "]");
  }

  public static String row(int vmid, String name, String status) {
    return "{'type': 'qemu', 'node': 'pve1', 'vmid': %d, 'name': '%s', 'status': '%s'}".formatted(vmid, name, status);
  }
}
