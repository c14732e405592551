package io.pvefleet.engine.render;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.StepJson;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.yaml.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans from the JSON of {@link PlanJson}: a saved plan, or the last known one of a host. Every method throws
 * IllegalArgumentException, with one sentence, for a text that is no such plan.
 */
public final class PlanJsonReader {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private PlanJsonReader() {}

  /** A fleet's plan. */
  public static FleetPlan fleet(String text) {
    JsonNode node = tree(text);
    if (!node.path("format").asString("").equals(PlanJson.FORMAT)) {
      throw new IllegalArgumentException("not a plan of the form %s".formatted(PlanJson.FORMAT));
    }
    return reading(() -> new FleetPlan(
        node.path("revision").asString(), list(node.path("holds"), JsonNode::asString), list(node.path("hosts"), PlanJsonReader::host)));
  }

  /** One host's part. */
  public static HostPlan host(String text) {
    JsonNode node = tree(text);
    return reading(() -> host(node));
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a plan: " + e.getOriginalMessage(), e);
    }
  }

  private static <T> T reading(java.util.function.Supplier<T> read) {
    try {
      return read.get();
    } catch (JacksonException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("not a whole plan: " + e.getMessage(), e);
    }
  }

  private static HostPlan host(JsonNode node) {
    String host = node.path("host").asString();
    return new HostPlan(
        host,
        node.path("site").asString(),
        Instant.parse(node.path("observedAt").asString()),
        reach(node.path("reach")),
        list(node.path("changes"), PlanJsonReader::change),
        list(node.path("unmanaged"), guest -> unmanaged(host, guest)),
        list(node.path("warnings"), JsonNode::asString));
  }

  private static Reach reach(JsonNode node) {
    return node.path("reached").booleanValue()
        ? new Reach.Reached(node.path("pveVersion").asString(), node.path("node").asString())
        : new Reach.NotReached(FaultKind.valueOf(node.path("fault").asString()), node.path("message").asString());
  }

  private static Change change(JsonNode node) {
    Change.Head head = head(node);
    List<AttributeChange> attributes = list(node.path("attributes"), PlanJsonReader::attribute);
    List<Step> steps = list(node.path("steps"), StepJson::step);
    return switch (node.path("action").asString()) {
      case "create" -> new Change.Create(head, origin(node), attributes, steps);
      case "adopt" -> new Change.Adopt(head, attributes, steps);
      case "update" -> new Change.Update(head, attributes, steps);
      case "release" -> new Change.Release(head, attributes, steps);
      case "delete" -> new Change.Delete(head, attributes, steps);
      case "keep" -> new Change.Keep(head, attributes);
      default -> throw new IllegalArgumentException("no change is called " + node.path("action"));
    };
  }

  private static Change.Origin origin(JsonNode node) {
    return node.has("origin")
        ? new Change.Origin.Template(node.path("origin").path("template").asInt())
        : new Change.Origin.Nothing();
  }

  private static Change.Head head(JsonNode node) {
    Map<String, String> labels = new LinkedHashMap<>();
    node.path("labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    return new Change.Head(
        new VmRef(node.path("host").asString(), node.path("vmid").asInt(), node.path("name").asString()),
        place(node),
        labels,
        byWord(VmState.values(), VmState::word, node.path("state").asString()),
        Change.Reason.valueOf(node.path("reason").asString()),
        node.path("detail").asString(),
        verdict(node.path("verdict")),
        node.path("digest").asString(),
        new Identity(node.path("identity").path("uuid").asString(""), node.path("identity").path("name").asString("")));
  }

  private static Verdict verdict(JsonNode node) {
    return node.path("allowed").booleanValue()
        ? new Verdict.Allowed()
        : new Verdict.Held(
            byWord(Verdict.Why.values(), Verdict.Why::word, node.path("why").asString()), node.path("detail").asString());
  }

  private static AttributeChange attribute(JsonNode node) {
    return new AttributeChange(
        node.path("path").asString(), place(node), value(node, "desired", "to"), value(node, "configured", "from"),
        value(node, "running", "from"), StepJson.impact(node.path("impact").asString()), node.path("note").asString(),
        node.has("waitingSince") ? Optional.of(Instant.parse(node.path("waitingSince").asString())) : Optional.empty());
  }

  /** Plans that were kept by a version that knew two columns are still shown until the next pass. */
  private static String value(JsonNode node, String name, String earlierName) {
    return node.path(node.has(name) ? name : earlierName).asString("");
  }

  private static UnmanagedGuest unmanaged(String host, JsonNode node) {
    return new UnmanagedGuest(
        new VmRef(host, node.path("vmid").asInt(), node.path("name").asString()), node.path("type").asString(),
        node.path("status").asString(), node.path("template").booleanValue(), node.path("owned").booleanValue());
  }

  private static Optional<Place> place(JsonNode node) {
    JsonNode at = node.path("place");
    return at.isObject()
        ? Optional.of(new Place(at.path("file").asString(), at.path("line").asInt(), at.path("column").asInt()))
        : Optional.empty();
  }

  private static <T> T byWord(T[] values, Function<T, String> word, String text) {
    for (T value : values) {
      if (word.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("no such word: " + text);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("not a whole plan: a list is missing");
    }
    List<T> list = new ArrayList<>();
    array.forEach(item -> list.add(read.apply(item)));
    return list;
  }
}
