package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.StepJson;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events of a run as one line of JSON each, for the journal. What is read back equals what was written. */
public final class EventJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private EventJson() {}

  /** The event as text without a line break. */
  public static String write(Event event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("event", name(event));
    node.put("at", event.at().toString());
    switch (event) {
      case Event.Intended(Instant at, Step step) -> node.set("step", StepJson.write(step));
      case Event.Sent(Instant at, Step step, Answer answer) -> {
        node.set("step", StepJson.write(step));
        node.set("answer", write(answer));
      }
      case Event.TaskEnded(Instant at, Step step, Upid upid, TaskStatus status, List<String> log) -> {
        node.set("step", StepJson.write(step));
        node.put("upid", upid.text());
        node.set("status", write(status));
        ArrayNode lines = node.putArray("log");
        log.forEach(lines::add);
      }
      case Event.WasRead(Instant at, Map<PveRequest, Answer> answers) -> {
        ArrayNode list = node.putArray("answers");
        answers.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
            .forEach(entry -> {
              ObjectNode one = list.addObject();
              one.set("request", StepJson.write(entry.getKey()));
              one.set("answer", write(entry.getValue()));
            });
      }
      case Event.Waited ignored -> { }
    }
    return MAPPER.writeValueAsString(node);
  }

  /** Reads what {@link #write} wrote; throws IllegalArgumentException for any other text. */
  public static Event read(String text) {
    JsonNode node = MAPPER.readTree(text);
    Instant at = Instant.parse(node.path("at").asString());
    return switch (node.path("event").asString("")) {
      case "intended" -> new Event.Intended(at, StepJson.step(node.path("step")));
      case "sent" -> new Event.Sent(at, StepJson.step(node.path("step")), answer(node.path("answer")));
      case "task-ended" -> new Event.TaskEnded(
          at, StepJson.step(node.path("step")), upid(node.path("upid").asString()), status(node.path("status")), texts(node.path("log")));
      case "was-read" -> new Event.WasRead(at, answers(node.path("answers")));
      case "waited" -> new Event.Waited(at);
      default -> throw new IllegalArgumentException("no event is called " + node.path("event"));
    };
  }

  private static String name(Event event) {
    return switch (event) {
      case Event.Intended ignored -> "intended";
      case Event.Sent ignored -> "sent";
      case Event.TaskEnded ignored -> "task-ended";
      case Event.WasRead ignored -> "was-read";
      case Event.Waited ignored -> "waited";
    };
  }

  private static ObjectNode write(Answer answer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (answer) {
      case Answer.Data(JsonNode data) -> node.set("data", data);
      case Answer.Fault(FaultKind kind, String message, Map<String, String> fields) -> {
        node.put("fault", kind.name()).put("message", message);
        ObjectNode each = node.putObject("fields");
        new TreeMap<>(fields).forEach(each::put);
      }
    }
    return node;
  }

  private static Answer answer(JsonNode node) {
    if (!node.has("fault")) {
      return new Answer.Data(node.path("data"));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    node.path("fields").properties().forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
    return new Answer.Fault(FaultKind.valueOf(node.path("fault").asString()), node.path("message").asString(), fields);
  }

  private static Map<PveRequest, Answer> answers(JsonNode list) {
    Map<PveRequest, Answer> answers = new LinkedHashMap<>();
    list.forEach(entry -> answers.put(StepJson.request(entry.path("request")), answer(entry.path("answer"))));
    return answers;
  }

  private static ObjectNode write(TaskStatus status) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return switch (status) {
      case TaskStatus.Running() -> node.put("is", "running");
      case TaskStatus.Succeeded(int warnings) -> node.put("is", "succeeded").put("warnings", warnings);
      case TaskStatus.Failed(String exit) -> node.put("is", "failed").put("exit", exit);
      case TaskStatus.Lost(String exit) -> node.put("is", "lost").put("exit", exit);
    };
  }

  private static TaskStatus status(JsonNode node) {
    return switch (node.path("is").asString("")) {
      case "running" -> new TaskStatus.Running();
      case "succeeded" -> new TaskStatus.Succeeded(node.path("warnings").asInt());
      case "failed" -> new TaskStatus.Failed(node.path("exit").asString());
      case "lost" -> new TaskStatus.Lost(node.path("exit").asString());
      default -> throw new IllegalArgumentException("no task is " + node.path("is"));
    };
  }

  private static Upid upid(String text) {
    return Upid.parse(text).orElseThrow(() -> new IllegalArgumentException("no UPID: " + text));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
