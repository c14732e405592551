package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Method;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every refusal that a real host was recorded with, read and classified: as it stands, and as PVE 7 would have shaped it. */
class RecordedFaultsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Upid TASK = Upid.parse("UPID:pve1:00000187:0007108E:6B026C76:qmstart:100:root@pam!full:").orElseThrow();

  private record Recorded(String where, Method method, int status, String reason, String body) {}

  @Test
  void everyRecordedRefusalIsTheCaseThatItsWordsSay() throws IOException {
    Path reference = Reference.folder();
    List<Recorded> all = new ArrayList<>(corpus(reference));
    all.addAll(transcripts(reference.resolve("transcripts")));
    Map<String, Integer> counts = new TreeMap<>();
    for (Recorded recorded : all) {
      PveRequest request = new PveRequest(recorded.method, "/x", List.of());
      PveException fault = FaultClassifier.of(request, read(recorded, recorded.body));
      assertThat(fault.getClass()).as("%s: %s", recorded.where, fault.message()).isEqualTo(expected(recorded, fault.message()));
      // PVE 7 and early 8: no message in the body.
      PveException seven = FaultClassifier.of(request, read(recorded, recorded.body.replaceAll("\"message\" *:", "\"x\":")));
      assertThat(seven.getClass()).as("%s as PVE 7: %s", recorded.where, seven.message()).isEqualTo(fault.getClass());
      counts.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
    }
    System.out.println("recorded refusals: " + all.size() + " " + counts);
    assertThat(all).hasSizeGreaterThan(400);
  }

  @Test
  void everyRecordedExitStatusIsTheCaseThatItsWordsSay() throws IOException {
    Path reference = Reference.folder();
    List<String> exits = new ArrayList<>();
    for (String line : Files.readAllLines(reference.resolve("corpus/config-corpus.jsonl"))) {
      JsonNode task = JSON.readTree(line).path("task");
      if (task.isObject()) {
        exits.add(task.path("exitstatus").asString(""));
      }
    }
    Pattern exitStatus = Pattern.compile("\"exitstatus\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    for (Path file : files(reference.resolve("transcripts"))) {
      exitStatus.matcher(Files.readString(file)).results().forEach(m -> exits.add(m.group(1)));
    }
    Map<String, Integer> counts = new TreeMap<>();
    TreeSet<String> taskFailed = new TreeSet<>();
    for (String exit : exits) {
      if (TaskStatus.ofExit(exit) instanceof TaskStatus.Succeeded) {
        counts.merge("Succeeded", 1, Integer::sum);
        continue;
      }
      PveException fault = FaultClassifier.ofTask(TASK, exit, List.of());
      counts.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
      assertThat(fault.getClass()).as(exit).isEqualTo(expectedExit(exit));
      if (fault instanceof PveException.TaskFailed) {
        taskFailed.add(exit);
      }
    }
    System.out.println("recorded task ends: " + exits.size() + " " + counts);
    taskFailed.forEach(text -> System.out.println("  TaskFailed: " + text));
    assertThat(exits).hasSizeGreaterThan(200);
  }

  /** An oracle of its own: plain words, where the classifier has anchored patterns. */
  private static Class<? extends PveException> expected(Recorded recorded, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (recorded.status) {
      case 401 -> PveException.Unauthenticated.class;
      case 403 -> PveException.Forbidden.class;
      case 595 -> PveException.Unreachable.class;
      case 596 -> recorded.method.isSafe() ? PveException.Unreachable.class : PveException.Indeterminate.class;
      case 301, 308 -> PveException.Unreachable.class;
      default -> {
        if (lower.contains("only root")) {
          yield PveException.Forbidden.class;
        }
        if (lower.contains("configuration file") || lower.contains("no such task")) {
          yield PveException.NotFound.class;
        }
        if (lower.contains("already exists") || lower.contains("already a pool")) {
          yield PveException.AlreadyExists.class;
        }
        if (lower.contains("is locked") || lower.contains("can't lock")) {
          yield PveException.Locked.class;
        }
        yield lower.matches(".*changed? by other.*") ? PveException.Conflict.class : PveException.Rejected.class;
      }
    };
  }

  private static Class<? extends PveException> expectedExit(String text) {
    if (text.startsWith("400") || text.contains("protection mode")) {
      return PveException.Rejected.class;
    }
    if (text.startsWith("403")) {
      return PveException.Forbidden.class;
    }
    if (text.contains("is locked") || text.contains("can't lock")) {
      return PveException.Locked.class;
    }
    if (text.matches(".*[cC]onfiguration file.*|snapshot 'nosuch' does not exist")) {
      return PveException.NotFound.class;
    }
    if (text.startsWith("snapshot name") || text.contains("config file already exists") || text.contains("File exists")) {
      return PveException.AlreadyExists.class;
    }
    return text.contains("change by other user") ? PveException.Conflict.class : PveException.TaskFailed.class;
  }

  private static PveResponse read(Recorded recorded, String body) {
    return AnswerReader.read(recorded.status, recorded.reason, body.getBytes(StandardCharsets.UTF_8), List.of()).orElseThrow();
  }

  private static List<Recorded> corpus(Path reference) throws IOException {
    List<Recorded> all = new ArrayList<>();
    for (String line : Files.readAllLines(reference.resolve("corpus/config-corpus.jsonl"))) {
      JsonNode entry = JSON.readTree(line);
      JsonNode response = entry.path("response");
      int status = response.path("status").asInt();
      String method = entry.path("request").path("method").asString();
      if (status != 200 && Stream.of(Method.values()).anyMatch(m -> m.name().equals(method))) {
        JsonNode body = response.path("body");
        all.add(new Recorded(entry.path("id").asString(), Method.valueOf(method), status, response.path("reason").asString(""),
            body.isObject() && !body.has("_raw") ? body.toString() : ""));
      }
    }
    return all;
  }

  private static List<Recorded> transcripts(Path folder) throws IOException {
    Pattern request = Pattern.compile(">>> (GET|POST|PUT|DELETE) \\S+ HTTP/1\\.[01]");
    Pattern answer = Pattern.compile("<<< HTTP/1\\.1 (\\d{3}) ?(.*)");
    List<Recorded> all = new ArrayList<>();
    for (Path file : files(folder)) {
      Method method = Method.GET;
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher asked = request.matcher(lines.get(i));
        if (asked.matches()) {
          method = Method.valueOf(asked.group(1));
        }
        Matcher said = answer.matcher(lines.get(i));
        // 101 and success are no faults.
        if (said.matches() && Integer.parseInt(said.group(1)) >= 300) {
          String where = file.getFileName() + ":" + (i + 1);
          all.add(new Recorded(where, method, Integer.parseInt(said.group(1)), said.group(2), body(lines, i + 1)));
        }
      }
    }
    return all;
  }

  /** The JSON text after an answer's headers; empty where there is none. */
  private static String body(List<String> lines, int from) {
    StringBuilder body = new StringBuilder();
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("(took") || line.startsWith("## ") || line.startsWith(">>>") || line.startsWith("<<< HTTP/")) {
        break;
      }
      if (line.startsWith("<<< {") || !body.isEmpty()) {
        body.append(line.replaceFirst("^<<< ", "")).append('\n');
      }
    }
    return body.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    }
  }
}
