package io.pvefleet.engine.render;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HoldCodes;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.PlanSummary;
import io.pvefleet.engine.plan.StepJson;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.yaml.Place;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans as JSON, for programs and for keeping; {@link PlanJsonReader} reads it back. Keys are only ever added to this form:
 *
 * <pre>
 * format      "pvefleet.plan/v1"
 * revision    commit
 * holds       [sentence]
 * summary     {create, adopt, update, delete, held, waitingForRestart, inSync, notChecked, unmanaged, hosts, hostsNotReachable}
 * hosts       [{host, site, observedAt, reach, warnings, changes, unmanaged}]
 *   reach       {reached: true, pveVersion, node} or {reached: false, fault, message}
 *   changes     [{action, host, vmid, name, place, labels, state, reason, detail, verdict, digest, identity, origin, attributes, steps}]
 *     action      create, adopt, update, release, delete, keep
 *     identity    {uuid, name} as read on the host; left out where nothing was read
 *     place       {file, line, column}; left out where the VM is not declared
 *     state       the word that pages show: InSync, Drifted, ...
 *     verdict     {allowed: true} or {allowed: false, why, code, detail}
 *     origin      {template: vmid}, only where a create clones
 *     attributes  [{path, place, desired, configured, running, impact, note, waitingSince}]
 *       waitingSince only where it is written and waits for a restart
 *     steps       [{key, title, impact, predicted, notAfter, request: {method, path, params: [{name, value or secret}]}}]
 *   unmanaged   [{vmid, name, type, status, template, owned}]
 * </pre>
 *
 * <p>A secret is its reference ({@code env:NAME}), never its text.
 */
public final class PlanJson {

  static final String FORMAT = "pvefleet.plan/v1";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PlanJson() {}

  /** The plan as indented text that ends with a line break. */
  public static String write(FleetPlan plan) {
    return MAPPER.writeValueAsString(node(plan)) + "\n";
  }

  /** One host's part as text. */
  public static String write(HostPlan plan) {
    return MAPPER.writeValueAsString(node(plan)) + "\n";
  }

  /** The plan as a tree. */
  public static ObjectNode node(FleetPlan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", FORMAT);
    node.put("revision", plan.revision());
    ArrayNode holds = node.putArray("holds");
    plan.holds().forEach(holds::add);
    node.set("summary", node(PlanSummary.of(plan)));
    ArrayNode hosts = node.putArray("hosts");
    plan.hosts().forEach(host -> hosts.add(node(host)));
    return node;
  }

  /** One host's part as a tree. */
  public static ObjectNode node(HostPlan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("host", plan.host());
    node.put("site", plan.site());
    node.put("observedAt", plan.observedAt().toString());
    node.set("reach", node(plan.reach()));
    ArrayNode warnings = node.putArray("warnings");
    plan.warnings().forEach(warnings::add);
    ArrayNode changes = node.putArray("changes");
    plan.changes().forEach(change -> changes.add(node(change)));
    ArrayNode unmanaged = node.putArray("unmanaged");
    for (UnmanagedGuest guest : plan.unmanaged()) {
      unmanaged.addObject().put("vmid", guest.vm().vmid()).put("name", guest.vm().name()).put("type", guest.type())
          .put("status", guest.status()).put("template", guest.template()).put("owned", guest.owned());
    }
    return node;
  }

  /** One change as a tree. */
  public static ObjectNode node(Change change) {
    Change.Head head = change.head();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("action", action(change));
    node.put("host", head.vm().host()).put("vmid", head.vm().vmid()).put("name", head.vm().name());
    place(node, head.place());
    ObjectNode labels = node.putObject("labels");
    new TreeMap<>(head.labels()).forEach(labels::put);
    node.put("state", head.state().word());
    node.put("reason", head.reason().name());
    node.put("detail", head.stateDetail());
    node.set("verdict", node(head.verdict()));
    node.put("digest", head.digest());
    if (!head.identity().isNone()) {
      node.putObject("identity").put("uuid", head.identity().uuid()).put("name", head.identity().name());
    }
    if (change instanceof Change.Create create && create.origin() instanceof Change.Origin.Template(int vmid)) {
      node.putObject("origin").put("template", vmid);
    }
    ArrayNode attributes = node.putArray("attributes");
    for (AttributeChange attribute : change.attributes()) {
      ObjectNode one = attributes.addObject().put("path", attribute.path());
      place(one, attribute.place());
      one.put("desired", attribute.desired()).put("configured", attribute.configured()).put("running", attribute.running());
      one.put("impact", attribute.impact().word()).put("note", attribute.note());
      attribute.waitingSince().ifPresent(since -> one.put("waitingSince", since.toString()));
    }
    ArrayNode steps = node.putArray("steps");
    change.steps().forEach(step -> steps.add(StepJson.write(step)));
    return node;
  }

  /** The word for what a change does. */
  static String action(Change change) {
    return switch (change) {
      case Change.Create ignored -> "create";
      case Change.Adopt ignored -> "adopt";
      case Change.Update ignored -> "update";
      case Change.Release ignored -> "release";
      case Change.Delete ignored -> "delete";
      case Change.Keep ignored -> "keep";
    };
  }

  private static ObjectNode node(PlanSummary summary) {
    return JsonNodeFactory.instance.objectNode()
        .put("create", summary.creates()).put("adopt", summary.adopts()).put("update", summary.updates())
        .put("delete", summary.deletes()).put("held", summary.held()).put("waitingForRestart", summary.waitingForRestart())
        .put("inSync", summary.inSync()).put("notChecked", summary.notChecked()).put("unmanaged", summary.unmanaged())
        .put("hosts", summary.hosts()).put("hostsNotReachable", summary.hostsNotReachable());
  }

  private static ObjectNode node(Reach reach) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return switch (reach) {
      case Reach.Reached(String version, String own) -> node.put("reached", true).put("pveVersion", version).put("node", own);
      case Reach.NotReached(FaultKind kind, String message) ->
          node.put("reached", false).put("fault", kind.name()).put("message", message);
    };
  }

  private static ObjectNode node(Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return switch (verdict) {
      case Verdict.Allowed() -> node.put("allowed", true);
      case Verdict.Held(Verdict.Why why, String detail) ->
          node.put("allowed", false).put("why", why.word()).put("code", HoldCodes.of(why).id()).put("detail", detail);
    };
  }

  private static void place(ObjectNode node, Optional<Place> place) {
    place.ifPresent(at -> node.putObject("place").put("file", at.file()).put("line", at.line()).put("column", at.column()));
  }
}
