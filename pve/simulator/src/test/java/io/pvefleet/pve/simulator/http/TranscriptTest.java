package io.pvefleet.pve.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.Reference;
import io.pvefleet.pve.simulator.world.schema.ApiSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a real host answered, request by request, against what the simulated one answers. */
@Timeout(300)
class TranscriptTest {

  /** In the order in which they were recorded: each goes on with the host that the one before left. */
  private static final List<String> FILES =
      List.of(
          "01-login", "02-ticket-use-and-csrf", "03-api-token", "04-validation", "05-create", "06-config-digest",
          "07-lifecycle", "08-template-clone-lock", "09-snapshots", "10-tfa", "12-task-api", "11-locks", "40-storage",
          "41-cluster", "13-freshness",
          "33-two-connection-headers", "30-http", "20-vncproxy", "21-vncproxy-stopped", "22-termproxy");

  /** Figures of a live process and of the kernel, which nobody decides on and which the simulator does not invent. */
  private static final Set<String> FIGURES =
      Set.of(
          "proxmox-support", "blockstat", "nics", "ballooninfo", "running-qemu", "running-machine", "balloon",
          "balloon_min", "freemem", "pid", "diskread", "diskwrite", "clipboard", "used", "notes", "mem", "memhost");

  /** At least so many of a hundred agree; raised with the simulator. */
  private static final int BOUND = 96;

  @Test
  void recordedRequestsGetTheRecordedAnswers() throws Exception {
    int asked = 0;
    int agreed = 0;
    List<String> differing = new ArrayList<>();
    Map<String, Integer> unsimulated = new TreeMap<>();
    StringBuilder table = new StringBuilder();
    try (TranscriptReplay replay = new TranscriptReplay()) {
      for (String file : FILES) {
        Path transcript = Reference.file("transcripts/" + file + ".txt");
        int askedHere = 0;
        int agreedHere = 0;
        for (Transcript.Exchange recorded : Transcript.read(transcript)) {
          if (recorded.status().isEmpty()) {
            continue;
          }
          RecordedHost.before(replay.host, file, recorded, replay);
          if (!isSimulated(recorded) || recorded.status().contains(" 200 ") && !replay.knows(recorded.target())) {
            String path = recorded.target().replaceAll("\\?.*|^/api2/[a-z]+", "");
            unsimulated.merge(recorded.method() + " " + path, 1, Integer::sum);
            continue;
          }
          RecordedHost.silence(replay.host);
          List<String> differences = differences(recorded, replay.send(recorded));
          askedHere++;
          if (differences.isEmpty()) {
            agreedHere++;
          } else {
            String request = recorded.method() + " " + recorded.target();
            differing.add(file + " | " + recorded.title() + " | " + request + " " + differences);
          }
        }
        table.append(String.format("  %-28s %3d of %3d%n", file, agreedHere, askedHere));
        asked += askedHere;
        agreed += agreedHere;
      }
    }
    System.out.println("transcripts: " + agreed + " of " + asked + " agree in status, message, shape and task\n" + table);
    differing.forEach(d -> System.out.println("  differs: " + d));
    System.out.println("  not simulated, not asked: " + unsimulated);
    assertThat(agreed * 100 / asked).as("per cent of the recorded requests").isGreaterThanOrEqualTo(BOUND);
  }

  private static boolean isSimulated(Transcript.Exchange recorded) {
    return recorded.status().contains(" 501 ")
        || recorded.method().equals("PATCH")
        || ApiPath.of(recorded.target().replaceAll("\\?.*", ""))
            .map(p -> ApiSchema.PVE_9_2.find(recorded.method(), p.path()).isPresent())
            .orElse(true);
  }

  private static List<String> differences(Transcript.Exchange recorded, TranscriptReplay.Outcome outcome) {
    List<String> differences = new ArrayList<>();
    compare(differences, "status", recorded.status(), outcome.status());
    compare(differences, "errors", recorded.answer().path("errors").toString(), outcome.answer().path("errors").toString());
    if (recorded.status().contains(" 200 ") && recorded.answer().isObject()) {
      compare(differences, "shape", shape(recorded.answer().path("data")), shape(outcome.answer().path("data")));
    }
    recorded.exit().ifPresent(exit -> compare(differences, "task", exit, outcome.exit().orElse("none")));
    return differences;
  }

  private static void compare(List<String> differences, String what, String theirs, String ours) {
    if (!theirs.equals(ours)) {
      differences.add(what + ": recorded " + theirs + ", simulated " + ours);
    }
  }

  /** Names and kinds of a value: of an object its keys, of a list the keys of all its objects. */
  private static String shape(JsonNode data) {
    if (data.isArray()) {
      Set<String> keys = new TreeSet<>();
      data.forEach(row -> keys.addAll(keys(row)));
      return data.isEmpty() ? "[]" : "[" + keys + "]";
    }
    return data.isObject() ? keys(data).toString() : data.getNodeType().toString();
  }

  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new TreeSet<>(object.propertyNames());
    keys.removeIf(key -> FIGURES.contains(key) || key.startsWith("pressure"));
    if (object.has("key") && object.has("value")) {
      return Set.of("key", "value");
    }
    return keys;
  }
}
