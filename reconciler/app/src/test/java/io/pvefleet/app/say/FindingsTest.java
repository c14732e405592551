package io.pvefleet.app.say;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people get wrong in a commit, as the loader finds it, said in Korean. */
class FindingsTest {
  private static final Pattern KOREAN = Pattern.compile("[가-힣]");
  private static final String HEAD = "apiVersion: pvefleet/v1\nkind: ";
  private static final String FLEET = HEAD + "Fleet\nmetadata: {name: pharmacies}\n";
  private static final String HOST = HEAD + "Host\nmetadata: {name: seoul-001}\n"
      + "spec: {endpoint: \"https://100.64.0.10:8006\", tokenRef: env:TOKEN}\n";
  private static final String SITE = HEAD + "Site\nmetadata: {name: seoul-001}\n---\n" + HOST;
  private static final String KIOSK = vm("kiosk-01", "vmid: 101, networks: {net0: {bridge: vmbr0, mac: \"BC:24:11:00:00:01\"}}");

  static Stream<List<String>> mistakes() {
    return Stream.of(
        vms("PVF-0101", "kind: [unclosed"), vms("PVF-0101", "a: b: c"), vms("PVF-0101", "spec:\n\tmemory: 1GiB"),
        vms("PVF-0101", "a: @b"), vms("PVF-0101", "a: 'b"), vms("PVF-0101", "a: 1\n  b: 2\n c: 3"),
        vms("PVF-0102", vm("pos-01", "vmid: 102, memory: 4GiB, memory: 8GiB")),
        vms("PVF-0105", "hello: world"), vms("PVF-0106", "apiVersion: pvefleet/v9\nkind: Site\nmetadata: {name: a}"),
        vms("PVF-0108", HEAD + "VirtualMaschine\nmetadata: {name: a}"), vms("PVF-0108", HEAD + "Cluster\nmetadata: {name: a}"),
        vms("PVF-0110", vm("pos-01", "vmid: 102, memroy: 4GiB")), vms("PVF-0110", vm("pos-01", "vmid: 102, wings: 2")),
        vms("PVF-0110", vm("pos-01", "vmid: 102, disks: {disk7: {storage: local}}")),
        vms("PVF-0111", vm("pos-01", "vmid: many")), vms("PVF-0111", vm("pos-01", "vmid: 102, tags: till")),
        vms("PVF-0111", vm("pos-01", "vmid: 102, agent: yes")), vms("PVF-0111", vm("pos-01", "vmid: 102, cpu: {cores: two}")),
        vms("PVF-0111", vm("pos-01", "vmid: 102, description: 12")), vms("PVF-0111", vm("pos-01", "vmid: 102, disks: [scsi0]")),
        vms("PVF-0111", vm("pos-01", "vmid: 102, cpu: {type: [kvm64]}")),
        vms("PVF-0112", vm("pos-01", "vmid: 102, power: on")), vms("PVF-0112", vm("pos-01", "vmid: 102, power: runing")),
        vms("PVF-0112", vm("pos-01", "vmid: 102, memory: 4 gigs")), vms("PVF-0112", vm("Pos_01", "vmid: 102")),
        vms("PVF-0113", vm("pos-01", "vmid: 7")), vms("PVF-0113", vm("pos-01", "vmid: 102, cpu: {cores: 100000}")),
        vms("PVF-0114", vm("pos-01", "memory: 4GiB")), vms("PVF-0114", HEAD + "VirtualMachine\nspec: {vmid: 102}"),
        vms("PVF-0115", vm("pos-01", "vmid: null")),
        vms("PVF-0116", vm("pos-01", "vmid: 102, tags: [a, a]")),
        vms("PVF-0120", vm("pos-01", "vmid: 102, profiles: [windows]")), vms("PVF-0120", vm("pos-01", "vmid: 102, host: busan")),
        vms("PVF-0123", KIOSK + "---\n" + vm("kiosk-01", "vmid: 105")),
        vms("PVF-0124", KIOSK + "---\n" + vm("kiosk-02", "vmid: 101")),
        vms("PVF-0125", KIOSK + "---\n" + vm("kiosk-02", "vmid: 102, networks: {net0: {bridge: vmbr0, mac: \"BC:24:11:00:00:01\"}}")),
        file("PVF-0121", "other/vms.yaml", vm("pos-01", "vmid: 102")),
        file("PVF-0121", "sites/busan-001/vms.yaml", HEAD + "Site\nmetadata: {name: busan-001}\n---\n" + vm("pos-01", "vmid: 102")),
        file("PVF-0126", "sites/busan/site.yaml", HEAD + "Site\nmetadata: {name: busan-001}\n"),
        file("PVF-0127", "sites/seoul-001/site.yaml", HEAD + "Site\nmetadata: {name: seoul-001}\n"),
        file("PVF-0128", "fleet.yaml", ""),
        file("PVF-0122", "profiles/a.yaml", HEAD + "Profile\nmetadata: {name: a}\nspec: {profiles: [b]}\n---\n"
            + HEAD + "Profile\nmetadata: {name: b}\nspec: {profiles: [a]}\n"),
        file("PVF-0130", "sites/seoul-001/site.yaml", SITE.replace("env:TOKEN", "root@pam!x=secret")),
        file("PVF-0133", "fleet.yaml", FLEET + "spec: {timeZone: Asia/Seol}\n"),
        file("PVF-0145", "fleet.yaml", FLEET + "spec: {alerts: {roles: {kiosc: {drift: false}}}}\n"),
        file("PVF-0131", "fleet.yaml", FLEET + "spec: {notifications: {night: {webhook: {url: env:A}, slack: {url: env:B}}}}\n"),
        file("PVF-0165", "fleet.yaml", FLEET + "spec: {notifications: {night: {slack: {url: env:B}, on: {alerts: []}}}}\n"),
        file("PVF-0139", "schedules/w.yaml", HEAD + "Window\nmetadata: {name: w}\n"
            + "spec: {times: [Mon 02:00-03:00], vms: {labels: {rng: a}}}\n"),
        vms("PVF-0138", vm("pos-01", "vmid: 102, restart: {policy: window}")),
        vms("PVF-0150", vm("pos-01", "vmid: 102, networks: {net0: {bridge: vmbr0}}, cloudInit: {ip: {net0: 10.0.0.300/24}}")),
        vms("PVF-0151", vm("pos-01", "vmid: 102, disks: {scsi0: {size: 64GiB}}")),
        vms("PVF-0154", vm("pos-01", "vmid: 102, boot: {order: [scsi3]}")),
        vms("PVF-0155", vm("pos-01", "vmid: 102, pve: {memory: 4096}")), vms("PVF-0156", vm("pos-01", "vmid: 102, pve: {digest: a}")),
        vms("PVF-0157", vm("pos-01", "vmid: 102, pve: {wings: a}")), vms("PVF-0158", vm("pos-01", "vmid: 102, pve: {args: -x}")),
        vms("PVF-0159", vm("pos-01", "vmid: 102, memory: 1MiB")), vms("PVF-0160", vm("pos-01", "vmid: 102, cloudInit: {user: ops}")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void eachIsSaidInKorean(List<String> mistake) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("fleet.yaml", FLEET.getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/site.yaml", SITE.getBytes(StandardCharsets.UTF_8));
    files.put("sites/seoul-001/more.yaml", vm("kiosk-09", "vmid: 109").getBytes(StandardCharsets.UTF_8));
    files.put(mistake.get(1), mistake.get(2).getBytes(StandardCharsets.UTF_8));
    if (mistake.get(2).isEmpty()) {
      files.remove(mistake.get(1));
    }

    List<Diagnostic> found = findings(new FileTree("4f1d2c", files));

    assertThat(found).extracting(diagnostic -> diagnostic.code().id()).contains(mistake.getFirst());
    Texts korean = Texts.of(Locale.KOREAN);
    for (Diagnostic diagnostic : found) {
      assertThat(korean.title(diagnostic.code().id())).containsPattern(KOREAN);
      assertThat(korean.sentence(diagnostic.remedy())).as(diagnostic.remedy()).containsPattern(KOREAN);
      if (!diagnostic.code().id().equals("PVF-0101")) { // Those are the words of the YAML parser.
        assertThat(korean.sentence(diagnostic.detail())).as(diagnostic.detail()).containsPattern(KOREAN);
      }
    }
  }

  private static List<Diagnostic> findings(FileTree tree) {
    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(tree);
    List<Diagnostic> all = new ArrayList<>(load.diagnostics());
    load.fleet().ifPresent(fleet -> all.addAll(Kinds.parse(fleet).diagnostics()));
    return all;
  }

  private static List<String> vms(String code, String text) {
    return file(code, "sites/seoul-001/vms.yaml", text);
  }

  private static List<String> file(String code, String path, String text) {
    return List.of(code, path, text);
  }

  private static String vm(String name, String spec) {
    return HEAD + "VirtualMachine\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n";
  }
}
