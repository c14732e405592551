package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.schema.ApiSchema;
import io.pvefleet.pve.simulator.world.schema.Endpoint;
import io.pvefleet.pve.simulator.world.schema.ParameterCheck;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API of a host as a function: the same world, call, moment and chance give the same new world and answer. Order of the
 * checks as in pve-manager {@code HTTPServer.pm}: path, rights, node, parameters, then the call itself.
 */
public final class Api {

  private static final SortedMap<String, Function<Query, Turn>> HANDLERS = handlers();

  private Api() {}

  /** The calls that are simulated, as {@code METHOD /path/{template}}. */
  public static Set<String> simulated() {
    return HANDLERS.keySet();
  }

  /** Brings a world up to date without asking it anything. */
  public static World advance(World world, Moment moment) {
    return Clockwork.advance(world, moment);
  }

  /** Answers one call of a caller who is already proven. */
  public static Turn answer(World before, Call call, Moment moment) {
    World world = Clockwork.advance(before, moment);
    Optional<ApiSchema.Match> match = ApiSchema.PVE_9_2.find(call.method(), call.path());
    boolean byDaemon = match.map(m -> m.endpoint().byDaemon()).orElse(false);
    try {
      return answered(world, call, match, moment, byDaemon);
    } catch (Refusal refusal) {
      return new Turn.Answered(world, refusal.asReply());
    }
  }

  private static Turn answered(World world, Call call, Optional<ApiSchema.Match> match, Moment moment, boolean byDaemon) {
    Endpoint endpoint = match.map(ApiSchema.Match::endpoint).orElse(null);
    Function<Query, Turn> handler = endpoint == null ? null : HANDLERS.get(endpoint.key());
    if (endpoint == null || handler == null || match.isEmpty()) {
      throw Refusal.of(501, "Method '" + call.method() + " " + call.path() + "' not implemented");
    }
    SequencedMap<String, Sent> params = merged(match.get().pathValues(), call.params());
    Rights.demand(world, call.caller(), endpoint.permission(), name -> scalar(params.get(name)));
    if (endpoint.ofNode()) {
      demandNode(world, match.get().pathValues().getOrDefault("node", ""));
    }
    ParameterCheck.Checked checked = ParameterCheck.check(endpoint, params);
    if (!checked.errors().isEmpty()) {
      throw Refusal.parameters(checked.errors());
    }
    params.forEach((name, sent) -> {
      if (sent instanceof Sent.Undefined) {
        throw Refusal.died("unable to parse value of '" + name + "' - got undefined value");
      }
    });
    Turn turn = handler.apply(new Query(world, endpoint, checked.values(), call.caller(), call.arrived(), moment));
    return turn instanceof Turn.Answered(World next, Reply reply) && byDaemon && reply.isSuccess()
        ? new Turn.Answered(next, reply.byDaemon())
        : turn;
  }

  private static SequencedMap<String, Sent> merged(SequencedMap<String, String> path, Map<String, Sent> sent) {
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    path.forEach((name, value) -> params.put(name, Sent.of(value)));
    sent.forEach((name, value) -> {
      Sent fixed = params.putIfAbsent(name, value);
      if (fixed != null && !fixed.equals(value)) {
        throw Refusal.parameter(name, "duplicate parameter (already defined in URI) with conflicting values!");
      }
    });
    return params;
  }

  private static Optional<String> scalar(@Nullable Sent sent) {
    return sent instanceof Sent.Scalar(String text) ? Optional.of(text) : Optional.empty();
  }

  /** A request for another node is passed on to it; there is none here. {@code localhost} is this one. */
  static void demandNode(World world, String node) {
    if (node.equals(world.facts().node()) || node.equals("localhost")) {
      return;
    }
    if (node.equalsIgnoreCase(world.facts().node())) {
      throw Refusal.of(595, "No route to host");
    }
    throw Refusal.died(
        "hostname lookup '" + node + "' failed - failed to get address info for: " + node + ": Name or service not known");
  }

  private static SortedMap<String, Function<Query, Turn>> handlers() {
    SortedMap<String, Function<Query, Turn>> handlers = new TreeMap<>();
    AccessCalls.register(handlers);
    ClusterCalls.register(handlers);
    NodeCalls.register(handlers);
    TaskCalls.register(handlers);
    StorageCalls.register(handlers);
    PoolCalls.register(handlers);
    QemuCalls.register(handlers);
    AgentCalls.register(handlers);
    BackupCalls.register(handlers);
    LxcCalls.register(handlers);
    ConsoleCalls.register(handlers);
    return handlers;
  }
}
