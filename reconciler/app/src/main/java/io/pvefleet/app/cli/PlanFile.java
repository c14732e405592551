package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.Changes;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.render.PlanJson;
import io.pvefleet.engine.render.PlanJsonReader;
import io.pvefleet.process.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person has seen and approved, to be held against what would be done now: for each change the digest of the
 * configuration that it starts from and the requests, word for word.
 *
 * @param changes by {@code host/vmid}: digest and requests
 * @param held what waits for an approval, for {@code approve --plan}
 */
record PlanFile(String revision, SequencedMap<String, List<String>> changes, FleetPlan held) {

  private static final int FORMAT = 1;
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  static PlanFile of(FleetPlan plan) {
    SequencedMap<String, List<String>> changes = new LinkedHashMap<>();
    for (Change change : Changes.toApply(plan)) {
      changes.put(key(change), fingerprint(change));
    }
    return new PlanFile(plan.revision(), changes, Approvable.of(plan));
  }

  private static String key(Change change) {
    return change.head().vm().host() + "/" + change.head().vm().vmid();
  }

  private static List<String> fingerprint(Change change) {
    List<String> lines = new ArrayList<>();
    lines.add("digest " + change.head().digest());
    for (Step step : change.steps()) {
      lines.add(step.request().toString());
    }
    return List.copyOf(lines);
  }

  void write(Path file) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("revision", revision);
    ObjectNode all = root.putObject("changes");
    changes.forEach((vm, lines) -> {
      ArrayNode array = all.putArray(vm);
      lines.forEach(array::add);
    });
    root.set("held", PlanJson.node(held));
    try {
      Files.writeString(file, JSON.writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw new Failure(CliCodes.BAD_PLAN_FILE, "Cannot write " + file + ": " + e.getMessage() + ".", "Name another file.");
    }
  }

  static PlanFile read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      if (root.path("format").asInt(0) != FORMAT || !root.path("changes").isObject()) {
        throw new Failure(CliCodes.BAD_PLAN_FILE, file + " is no plan of this pvefleet.", "Make one with plan --out FILE.");
      }
      SequencedMap<String, List<String>> changes = new LinkedHashMap<>();
      root.path("changes").properties().forEach(e ->
          changes.put(e.getKey(), e.getValue().valueStream().map(line -> line.asString("")).toList()));
      FleetPlan held = root.has("held")
          ? PlanJsonReader.fleet(JSON.writeValueAsString(root.path("held")))
          : new FleetPlan(root.path("revision").asString(""), List.of(), List.of());
      return new PlanFile(root.path("revision").asString(""), changes, held);
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new Failure(CliCodes.BAD_PLAN_FILE, "Cannot read " + file + ".", "Make one with plan --out FILE.");
    }
  }

  /**
   * That plan with only what was approved in it: other changes, which came since, are held for the next time.
   *
   * @throws Failure if a change that was approved would be another one now
   */
  FleetPlan approve(FleetPlan now) {
    List<String> moved = PlanMoves.of(revision, changes, now.revision(), of(now).changes());
    if (!moved.isEmpty()) {
      throw new Failure(CliCodes.PLAN_MOVED, String.join("\n  ", moved), "Plan again and look at it; nothing was changed.");
    }
    return new FleetPlan(now.revision(), now.holds(), now.hosts().stream().map(this::onlyApproved).toList());
  }

  private HostPlan onlyApproved(HostPlan host) {
    return host.with(host.changes().stream().map(this::onlyApproved).toList());
  }

  private Change onlyApproved(Change change) {
    boolean isWanted = !(change instanceof Change.Keep) && change.head().verdict() instanceof Verdict.Allowed;
    return !isWanted || changes.containsKey(key(change))
        ? change
        : change.with(change.head().with(
            new Verdict.Held(Verdict.Why.APPROVAL, "Not in the plan file; plan again to approve it."),
            change.head().state(), change.head().stateDetail()));
  }
}
