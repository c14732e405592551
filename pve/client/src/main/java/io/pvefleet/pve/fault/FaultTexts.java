package io.pvefleet.pve.fault;

import io.pvefleet.pve.fault.PveException.AlreadyExists;
import io.pvefleet.pve.fault.PveException.Conflict;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.Lock;
import io.pvefleet.pve.fault.PveException.Locked;
import io.pvefleet.pve.fault.PveException.NotFound;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proxmox's error texts that mean something to a caller. They embed ids and change a little between versions, hence patterns;
 * beside each stands the function that dies with it.
 */
final class FaultTexts {

  /** qemu-server AbstractConfig load_config; QemuConfig assert_config_exists_on_node; the same of containers. */
  private static final Pattern NO_GUEST =
      Pattern.compile(
          "^Configuration file 'nodes/[^/']+/(?:qemu-server|lxc)/\\d+\\.conf' does not exist"
              + "|^unable to find configuration file for (?:VM|CT) \\d+ on node ");

  /** AbstractConfig snapshot_delete and snapshot_rollback. */
  private static final Pattern NO_SNAPSHOT = Pattern.compile("^snapshot '[^']*' does not exist");

  /** API2/Tasks: a UPID whose log was rotated away; as text of a 500. */
  private static final Pattern NO_TASK = Pattern.compile("^no such task\\b");

  /** Qemu create_vm, create_and_lock_config; the last one is a clone onto a container's id, seen in a task. */
  private static final Pattern TAKEN =
      Pattern.compile(
          "^unable to (?:create|restore) (?:VM|CT) \\d+ ?(?:- (?:VM|CT) \\d+ already exists|: config file already exists)"
              + "|close \\(rename\\) atomic file '/etc/pve/nodes/[^']+\\.conf' failed: File exists"
              + "|^(?:VM|CT) \\d+ already exists"
              + "|\\b(?:VM|CT) \\d+ is already a pool member"
              + "|^(?:create )?pool '[^']*' already exists|: pool '[^']*' already exists"
              + "|^Token already exists"
              + "|^snapshot name '[^']*' already used");

  /** AbstractConfig check_lock. */
  private static final Pattern CONFIG_LOCK = Pattern.compile("\\b(?:VM|CT) is locked \\(([a-z-]+)\\)");

  /** PVE::Tools lock_file. The path tells whose lock it is. "VM quit/powerdown failed - got timeout" is no lock. */
  private static final Pattern FILE_LOCK = Pattern.compile("can't lock file '([^']*)' - ");

  /** PVE::Cluster cfs_lock, in the words of 8 and 9 and of 7. */
  private static final Pattern CLUSTER_LOCK =
      Pattern.compile("(?:cfs-lock|error with cfs lock) '([^']*)'(?: error)?: |got lock request timeout");

  /** PVE::Cluster check_cfs_quorum; and the cluster file system itself not answering. */
  private static final Pattern NO_CLUSTER =
      Pattern.compile("cluster not ready - no quorum|(?:^|: )ipcc_send_rec(?:\\[\\d+\\])? failed: ");

  /**
   * Tools assert_if_modified, twice. A download's "checksum mismatch: got ..." is something else, and move_disk has the second
   * text where config has the first.
   */
  private static final Pattern DIGEST =
      Pattern.compile("checksum mismatch \\(file change by other user|detected modified configuration\\b");

  /** Qemu check_vm_modify_config_perm and friends: root's own session is needed, no token will do. 500 or 400, never 403. */
  private static final Pattern ONLY_ROOT =
      Pattern.compile("^[Oo]nly root(?:@pam)? (?:can|may) |: [Oo]nly root(?:@pam)? (?:can|may) (?:set|modify|pass|use) ");

  /** RESTEnvironment fork_worker, and its pipe failing when the root disk is full. */
  private static final Pattern NO_WORKER = Pattern.compile("got no worker upid|start(?:ing)? worker failed");

  /** AbstractConfig check_protection. */
  private static final Pattern PROTECTION = Pattern.compile("- protection mode enabled");

  private static final Pattern NEXT_HOTPLUG = Pattern.compile(" (?=[a-z]+\\d*: hotplug problem - )");
  private static final Pattern FIELD = Pattern.compile("([a-z][a-z0-9_-]*): (.*)", Pattern.DOTALL);
  private static final String VERIFICATION = "Parameter verification failed.";

  private FaultTexts() {}

  /** The case that a text stands for, the same in an answer and in a task's exit status; empty for any other text. */
  static Optional<PveException> known(String text) {
    Matcher configLock = CONFIG_LOCK.matcher(text);
    if (configLock.find()) {
      return Optional.of(new Locked(Lock.GUEST_CONFIG, configLock.group(1), text));
    }
    Matcher fileLock = FILE_LOCK.matcher(text);
    if (fileLock.find()) {
      return Optional.of(new Locked(fileLock.group(1).contains("storage") ? Lock.STORAGE : Lock.GUEST_FILE, "", text));
    }
    Matcher clusterLock = CLUSTER_LOCK.matcher(text);
    if (clusterLock.find()) {
      String name = clusterLock.group(1) == null ? "" : clusterLock.group(1);
      return Optional.of(new Locked(name.startsWith("storage-") ? Lock.STORAGE : Lock.CLUSTER, "", text));
    }
    if (NO_CLUSTER.matcher(text).find()) {
      return Optional.of(new Locked(Lock.CLUSTER, "", text));
    }
    if (DIGEST.matcher(text).find()) {
      return Optional.of(new Conflict(text));
    }
    if (ONLY_ROOT.matcher(text).find()) {
      return Optional.of(new Forbidden(text));
    }
    if (TAKEN.matcher(text).find()) {
      return Optional.of(new AlreadyExists(text));
    }
    return NO_GUEST.matcher(text).find() || NO_SNAPSHOT.matcher(text).find() || NO_TASK.matcher(text).find()
        ? Optional.of(new NotFound(text))
        : Optional.empty();
  }

  static boolean isTakenId(String error) {
    return TAKEN.matcher(error).find();
  }

  static boolean isOnlyRoot(String error) {
    return ONLY_ROOT.matcher(error).find();
  }

  static boolean isNoWorker(String text) {
    return NO_WORKER.matcher(text).find();
  }

  static boolean isProtection(String text) {
    return PROTECTION.matcher(text).find();
  }

  /** The part before the fields of a 400 that became a task's exit status: one line, {@code key: text} after the summary. */
  static String summary(String text) {
    return text.startsWith(VERIFICATION) ? VERIFICATION : text;
  }

  /** The fields of such a line; empty where it has another form. */
  static Map<String, String> fields(String text) {
    Map<String, String> fields = new TreeMap<>();
    if (text.startsWith(VERIFICATION)) {
      for (String part : NEXT_HOTPLUG.split(text.substring(VERIFICATION.length()).strip())) {
        Matcher field = FIELD.matcher(part);
        if (field.matches()) {
          fields.put(field.group(1), field.group(2).strip());
        }
      }
    }
    return fields;
  }
}
