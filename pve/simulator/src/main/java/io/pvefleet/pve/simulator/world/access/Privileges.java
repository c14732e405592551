package io.pvefleet.pve.simulator.world.access;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The privileges of Proxmox VE 9.2 and the roles it is delivered with. */
public final class Privileges {

  /** Everything there is, which is also what the role Administrator holds. */
  public static final SortedSet<String> ALL =
      sorted(
          """
          Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit Group.Allocate
          Mapping.Audit Mapping.Modify Mapping.Use Permissions.Modify Pool.Allocate Pool.Audit Realm.Allocate
          Realm.AllocateUser SDN.Allocate SDN.Audit SDN.Use Sys.AccessNetwork Sys.Audit Sys.Console Sys.Incoming Sys.Modify
          Sys.PowerMgmt Sys.Syslog User.Modify VM.Allocate VM.Audit VM.Backup VM.Clone VM.Config.CDROM VM.Config.CPU
          VM.Config.Cloudinit VM.Config.Disk VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options
          VM.Console VM.GuestAgent.Audit VM.GuestAgent.FileRead VM.GuestAgent.FileSystemMgmt VM.GuestAgent.FileWrite
          VM.GuestAgent.Unrestricted VM.Migrate VM.PowerMgmt VM.Replicate VM.Snapshot VM.Snapshot.Rollback""");

  /** What observing needs; the list that was tried on a real host. */
  public static final SortedSet<String> OBSERVE =
      sorted(
          "VM.Audit VM.GuestAgent.Audit Sys.Audit Sys.Syslog Datastore.Audit Pool.Audit SDN.Audit Mapping.Audit");

  /** What reconciling virtual machines needs beyond observing; the list that was tried on a real host. */
  public static final SortedSet<String> RECONCILE =
      sorted(
          """
          VM.Audit VM.Allocate VM.Clone VM.PowerMgmt VM.Config.CDROM VM.Config.CPU VM.Config.Cloudinit VM.Config.Disk
          VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options Datastore.AllocateSpace SDN.Use""");

  /** What consoles of guests need beside being seen; the list that was tried on a real host. */
  public static final SortedSet<String> CONSOLE = sorted("VM.Audit VM.Console");

  private Privileges() {}

  /** The delivered roles by name. */
  static Map<String, SortedSet<String>> delivered() {
    Map<String, SortedSet<String>> roles = new TreeMap<>();
    Set<String> adminLacks =
        Set.of("Mapping.Modify", "Permissions.Modify", "Realm.Allocate", "Sys.AccessNetwork", "Sys.Incoming", "Sys.Modify",
            "Sys.PowerMgmt");
    roles.put("Administrator", ALL);
    roles.put("NoAccess", Collections.emptySortedSet());
    roles.put("PVEAdmin", where(p -> !adminLacks.contains(p)));
    roles.put("PVEAuditor", where(p -> p.endsWith(".Audit")));
    roles.put("PVEDatastoreAdmin", where(p -> p.startsWith("Datastore.")));
    roles.put("PVEDatastoreUser", sorted("Datastore.AllocateSpace Datastore.Audit"));
    roles.put("PVEMappingAdmin", where(p -> p.startsWith("Mapping.")));
    roles.put("PVEMappingUser", sorted("Mapping.Audit Mapping.Use"));
    roles.put("PVEPoolAdmin", where(p -> p.startsWith("Pool.")));
    roles.put("PVEPoolUser", sorted("Pool.Audit"));
    roles.put("PVESDNAdmin", where(p -> p.startsWith("SDN.")));
    roles.put("PVESDNUser", sorted("SDN.Audit SDN.Use"));
    roles.put("PVESysAdmin", sorted("Sys.Audit Sys.Console Sys.Syslog"));
    roles.put("PVETemplateUser", sorted("VM.Audit VM.Clone"));
    roles.put("PVEUserAdmin", sorted("Group.Allocate Realm.AllocateUser User.Modify"));
    roles.put("PVEVMAdmin", where(p -> p.startsWith("VM.")));
    roles.put(
        "PVEVMUser",
        sorted(
            """
            VM.Audit VM.Backup VM.Config.CDROM VM.Config.Cloudinit VM.Console VM.GuestAgent.Audit VM.GuestAgent.FileRead
            VM.GuestAgent.FileSystemMgmt VM.GuestAgent.FileWrite VM.PowerMgmt"""));
    return Collections.unmodifiableMap(roles);
  }

  private static SortedSet<String> sorted(String names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(names.strip().split("\\s+"))));
  }

  private static SortedSet<String> where(Predicate<String> held) {
    TreeSet<String> chosen = new TreeSet<>(ALL);
    chosen.removeIf(held.negate());
    return Collections.unmodifiableSortedSet(chosen);
  }
}
