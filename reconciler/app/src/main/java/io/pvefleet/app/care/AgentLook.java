package io.pvefleet.app.care;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One question to one guest agent: which addresses the guest has. */
final class AgentLook {
  /** A guest that runs containers has hundreds, all of its own making. */
  private static final int MOST = 16;

  private AgentLook() {}

  /** What came of it. */
  sealed interface Heard {
    record Addresses(List<String> list) implements Heard {}

    /** No agent answered, or there is none: it was not cheap, and will not be next time. */
    record Nobody() implements Heard {}

    /** The token may not ask, here or anywhere on the host. */
    record Forbidden() implements Heard {}

    /** The host did not answer. */
    record Lost() implements Heard {}
  }

  /** Whether its configuration says that an agent runs in it: {@code agent: 1} or {@code agent: enabled=1,...}. */
  static boolean mayBeAsked(VmRow vm) {
    return vm.type().equals("qemu")
        && vm.power().equals("running")
        && Arrays.stream(vm.config().getOrDefault("agent", "").split(",")).anyMatch(part -> part.equals("1") || part.equals("enabled=1"));
  }

  static Heard ask(HostLine line, String node, int vmid) {
    return switch (line.ask(PveRequest.get("/nodes/" + node + "/qemu/" + vmid + "/agent/network-get-interfaces"))) {
      case Answer.Data(JsonNode data) -> new Heard.Addresses(addresses(data.path("result")));
      case Answer.Fault(FaultKind kind, var message, var fields) -> switch (kind) {
        case FORBIDDEN -> new Heard.Forbidden();
        case UNREACHABLE, UNAUTHENTICATED -> new Heard.Lost();
        case NOT_FOUND, ALREADY_EXISTS, LOCKED, CONFLICT, REJECTED, TASK_FAILED, INDETERMINATE -> new Heard.Nobody();
      };
    };
  }

  /** Without loopback and link-local ones, which every guest has and nobody looks for; IPv4 first. */
  static List<String> addresses(JsonNode cards) {
    TreeSet<String> four = new TreeSet<>();
    TreeSet<String> six = new TreeSet<>();
    for (JsonNode card : cards) {
      for (JsonNode address : card.path("ip-addresses")) {
        String text = address.path("ip-address").asString("");
        if (address.path("ip-address-type").asString("").equals("ipv6")) {
          String bare = text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
          if (!bare.equals("::1") && !bare.toLowerCase(Locale.ROOT).matches("fe[89ab].:.*")) {
            six.add(bare);
          }
        } else if (!text.isEmpty() && !text.startsWith("127.") && !text.startsWith("169.254.")) {
          four.add(text);
        }
      }
    }
    return Stream.concat(four.stream(), six.stream()).limit(MOST).toList();
  }
}
