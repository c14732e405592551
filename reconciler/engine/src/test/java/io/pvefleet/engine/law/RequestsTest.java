package io.pvefleet.engine.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No request that a real host would refuse, as far as its published schema can tell. */
class RequestsTest {

  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);
  private static final int FLEETS = 1_000;

  private static RealApi api;

  @BeforeAll
  static void readTheSchema() {
    api = RealApi.published().orElseGet(() -> {
      System.out.println("SKIPPED: the published schema of a real host is not there (PVEFLEET_REFERENCE)");
      return abort("the reference is not there");
    });
  }

  @Test
  void everyRequestOfGeneratedFleetsIsOneThatARealHostTakes() {
    Random random = new Random(SEED);
    Map<String, Integer> checked = new TreeMap<>();
    Map<String, String> refused = new TreeMap<>();
    for (int i = 0; i < FLEETS; i++) {
      for (PveRequest request : requests(random)) {
        String what = request.method() + " " + request.path().replaceAll("/\\d+", "/{vmid}");
        checked.merge(what, 1, Integer::sum);
        api.refusals(request).forEach(refusal -> refused.putIfAbsent(what + ": " + refusal.replaceAll("\\d{3,}", "N"), request.toString()));
      }
    }
    int all = checked.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println("requests held against the schema of a real host, seed " + SEED + ": " + all + " " + checked);
    System.out.println("formats that the schema only names: " + api.notJudged());
    assertThat(refused).isEmpty();
    assertThat(all).isGreaterThan(10_000);
  }

  @Test
  void theCheckRefusesWhatARealHostWasSeenToRefuse() {
    PveRequest config = PveRequest.post("/nodes/pve1/qemu/101/config");
    assertThat(api.refusals(config.with("memory", "4096").with("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20"))).isEmpty();
    Map<PveRequest, String> wrong = new LinkedHashMap<>();
    wrong.put(config.with("foo", "1"), "foo: not in the schema");
    wrong.put(config.with("onboot", "true"), "onboot: \"true\" is no boolean");
    wrong.put(config.with("memory", "8"), "memory.current: 8 is too small");
    wrong.put(config.with("net0", "bridge=vmbr0"), "net0.model is missing");
    wrong.put(config.with("net0", "virtio=BC:24:11:00:00:01,vlan=20"), "net0.vlan: not in the schema");
    wrong.put(config.with("scsi0", "local:1,cache=fast"), "scsi0.cache: \"fast\" is none of");
    wrong.put(config.with("tags", "a/b"), "tags: \"a/b\" is no pve-tag-list");
    wrong.put(config.with("digest", ""), "digest: empty");
    wrong.put(config.with("cores", "2").with("cores", "3"), "cores is sent twice");
    wrong.put(PveRequest.put("/nodes/pve1/qemu/101/resize").with("disk", "scsi0"), "size is missing");
    wrong.put(PveRequest.post("/nodes/pve1/qemu/101/status/explode"), "no such call");
    wrong.forEach((request, why) -> assertThat(api.refusals(request)).as("%s", request).anyMatch(refusal -> refusal.startsWith(why)));
  }

  private static List<PveRequest> requests(Random random) {
    GeneratedFleet before = GeneratedFleet.any(random);
    EngineFleet applied = before.loaded();
    List<PveRequest> requests = new ArrayList<>();
    for (DesiredHost host : before.edited(random).loaded().hosts()) {
      Optional<DesiredHost> old = applied.host(host.host().name());
      TreeMap<Integer, VmObservation> guests = old.map(was -> GeneratedHosts.lived(was, random)).orElseGet(TreeMap::new);
      HostMemory memory = old.map(was -> GeneratedHosts.memory(was, guests, random)).orElse(HostMemory.NONE);
      HostObservation observed = GeneratedHosts.observed(host, guests, random);
      Planner.plan(host, observed, memory).changes()
          .forEach(change -> change.steps().stream().map(Step::request).forEach(requests::add));
      requests.addAll(reads(host));
    }
    return requests;
  }

  /** What a pass over the host asks. */
  private static List<PveRequest> reads(DesiredHost host) {
    HostReading reading = HostReading.of(host.host(), host.vms());
    List<PveRequest> all = new ArrayList<>();
    for (List<PveRequest> next = reading.next(); !next.isEmpty(); next = reading.next()) {
      all.addAll(next);
      Map<PveRequest, Answer> answers = new LinkedHashMap<>();
      next.forEach(request -> answers.put(request, request.path().equals("/cluster/resources") ? Given.resources() : Given.data("[]")));
      reading = reading.with(answers);
    }
    return all;
  }
}
