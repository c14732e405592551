package io.pvefleet.app.care;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.app.pve.HostLine;
import io.pvefleet.engine.kinds.vm.Privileges;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Whether the token may do what is to be done, with the {@code pveum} line that lets it. */
final class PrivilegeLook {

  /** What observing and reconciling need on {@code /}; on PVE 7 without the SDN ones. */
  private static final List<String> NEEDED =
      List.of("VM.Audit", "Sys.Audit", "Datastore.Audit", "VM.Allocate", "VM.Clone", "VM.PowerMgmt", "VM.Config.Disk",
          "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.HWType", "VM.Config.Options",
          "VM.Config.Cloudinit", "Datastore.AllocateSpace");

  private static final List<String> NEEDED_SINCE_8 = List.of("SDN.Use");

  /** Any of these shows the addresses that guests tell. The privilege of 7 and 8 is gone in 9, and those of 9 are not in 8. */
  private static final List<String> AGENT = List.of("VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted");

  private static final String AGENT_BEFORE_9 = "VM.Monitor";

  private PrivilegeLook() {}

  /** What observing and reconciling need, and what these VMs need beyond that. */
  static List<Finding> of(HostLine line, Host host, String version, List<Vm> vms, boolean hasAgents) {
    return switch (line.ask(PveRequest.get("/access/permissions"))) {
      case Answer.Fault fault -> List.of(Finding.bad("privileges", fault.message(), HostCodes.remedy(fault.kind())));
      case Answer.Data(JsonNode data) -> {
        Set<String> held = new TreeSet<>();
        data.forEach(path -> path.propertyNames().forEach(held::add));
        List<Finding> findings = new ArrayList<>();
        findings.add(usual(host, version, Privileges.beyondTheUsual(vms), held));
        if (hasAgents) {
          findings.add(agent(version, held));
        }
        yield findings;
      }
    };
  }

  /** Said once for the host, since each of its VMs would be refused alike. */
  private static Finding agent(String version, Set<String> held) {
    boolean isBefore9 = version.startsWith("7") || version.startsWith("8");
    String wanted = isBefore9 ? AGENT_BEFORE_9 : AGENT.getFirst();
    return (isBefore9 ? held.contains(AGENT_BEFORE_9) : AGENT.stream().anyMatch(held::contains))
        ? Finding.good("guest agents", "their addresses may be read")
        : Finding.bad("guest agents", "missing: " + wanted + ", so that the addresses of VMs with an agent are not known",
            "On the host: pveum role modify ROLE --append 1 --privs " + wanted + " (ROLE is the role of the token)."
                + (isBefore9 ? " It also opens the monitor of each machine; all but the addresses works without it." : ""));
  }

  private static Finding usual(Host host, String version, Map<String, String> beyond, Set<String> held) {
    List<String> needed = new ArrayList<>(NEEDED);
    if (!version.startsWith("7")) {
      needed.addAll(NEEDED_SINCE_8);
    }
    beyond.keySet().forEach(needed::add);
    List<String> missing = needed.stream().filter(privilege -> !held.contains(privilege)).toList();
    return missing.isEmpty()
        ? Finding.good("privileges", "all " + needed.size() + " that observing and reconciling need")
        : Finding.bad("privileges",
            "missing: " + missing.stream().map(name -> named(name, beyond)).collect(Collectors.joining(", ")),
            "On the host: pveum role add Fleet --privs '" + String.join(" ", needed)
                + "' && pveum acl modify / --tokens 'USER@REALM!TOKEN' --roles Fleet (the token of " + host.tokenRef().text()
                + "; with privilege separation its user needs the role too: --users USER@REALM)");
  }

  /** With the field that asks for it, where it is none of the usual ones. */
  private static String named(String privilege, Map<String, String> beyond) {
    String field = beyond.get(privilege);
    return field == null ? privilege : privilege + " (for " + field + ")";
  }
}
