package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a host shows of a VM that Git declares: VM 102 pos-01, managed, with some options as a real host wrote them. */
final class ReadBack {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Optional<Corpus> CORPUS = corpus();

  private ReadBack() {}

  private static Optional<Corpus> corpus() {
    Optional<Corpus> found = Corpus.find();
    if (found.isEmpty()) {
      System.out.println("SKIPPED in part: quirks are tested with copies alone, the recorded corpus is not there (PVEFLEET_REFERENCE)");
    }
    return found;
  }

  /** A value as it was recorded; where the recording is there, it must say the same as this copy of it. */
  static String recorded(String id, String option, String copy) {
    CORPUS.ifPresent(corpus -> {
      Corpus.Case recorded = corpus.cases().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow(() -> new AssertionError(id));
      assertThat(raw(recorded.json(), option)).as("%s of %s as recorded", option, id).isEqualTo(copy);
    });
    return copy;
  }

  /** The value of the configuration with what waits; {@code (absent)} where there is none. */
  private static String raw(JsonNode recorded, String option) {
    return recorded.path("after").path("config").path(option).asString("(absent)");
  }

  /** Status, and error or end of task, of a recorded request. */
  static void recordedEnd(String id, int status, String part) {
    CORPUS.ifPresent(corpus -> {
      Corpus.Case recorded = corpus.cases().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow(() -> new AssertionError(id));
      assertThat(recorded.json().path("response").path("status").asInt()).as(id).isEqualTo(status);
      assertThat(recorded.json().path("response").path("body") + " " + recorded.json().path("task")).as(id).contains(part);
    });
  }

  /** The VM, stopped, with options and their values by turns. */
  static VmObservation stopped(String... options) {
    return seen("stopped", List.of(), options);
  }

  static VmObservation running(String... options) {
    return seen("running", List.of(), options);
  }

  /** The VM running, with these entries of {@code /pending} instead. */
  static VmObservation waiting(List<Map<String, String>> entries, String... options) {
    return seen("running", entries, options);
  }

  private static VmObservation seen(String status, List<Map<String, String>> entries, String... options) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("name", "pos-01", "tags", "pvefleet", "digest", "d1"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    ArrayNode pending = JSON.createArrayNode();
    all.forEach((key, value) -> pending.addObject().put("key", key).put("value", value));
    for (Map<String, String> entry : entries) {
      ObjectNode object = pending.addObject();
      entry.forEach(object::put);
    }
    return VmReader.observation(102, new Answer.Data(pending), JSON.createObjectNode().put("status", status)).present().orElseThrow();
  }

  /** Nothing differs, nothing waits, nothing is to be sent. */
  static void inSync(String spec, String... options) {
    for (VmObservation seen : List.of(stopped(options), running(options))) {
      VmDiff diff = VmDiffer.diff(Documents.of(spec), seen);
      assertThat(diff.attributes()).as(spec).isEmpty();
      assertThat(VmSteps.update(Documents.of(spec), seen, diff, "pve1")).as(spec).isEmpty();
    }
  }

  /** Paths that differ. */
  static List<String> differing(String spec, VmObservation seen) {
    return VmDiffer.diff(Documents.of(spec), seen).attributes().stream().map(a -> a.path()).toList();
  }

  /** What would be sent, one line for each request: key and parameters. */
  static List<String> sent(String spec, VmObservation seen) {
    Vm vm = Documents.of(spec);
    return VmSteps.update(vm, seen, VmDiffer.diff(vm, seen), "pve1").stream().map(ReadBack::line).toList();
  }

  /** What would be sent to make the VM. */
  static List<String> created(String spec) {
    return VmSteps.create(Documents.of(spec), "pve1").stream().map(ReadBack::line).toList();
  }

  private static String line(Step step) {
    return step.key() + ": " + step.request().params().stream().map(ReadBack::param).collect(Collectors.joining(" "));
  }

  private static String param(PveRequest.Param param) {
    return param.name() + "=" + (param.value() instanceof Value.Text(String text) ? text : "***");
  }

  /** Findings of a document, one line each; empty where it is good. */
  static List<String> findings(String spec) {
    return new ArrayList<>(Documents.lines(Documents.load(Documents.vm(spec))));
  }
}
