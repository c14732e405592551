package io.pvefleet.engine.law;

import io.pvefleet.engine.kinds.vm.VmSpecs;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A VM as its document in Git has it: text for the loader, and beside it, known from the making and not from any parser, what the
 * document consents to.
 *
 * @param spec fields of {@code spec} in flow style
 * @param absent slots that the document says must not be there
 */
record GeneratedVm(
    int vmid, String name, String spec, String power, String restart, boolean force, boolean protect, String onRemove,
    boolean deletesDisks, boolean reportsOnly, Set<String> absent) {

  private static final Pattern POWER = Pattern.compile("(^|, )power: (\\w+)");
  private static final Pattern ABSENT = Pattern.compile("\\b((?:scsi|virtio|sata|ide|efidisk|tpmstate|net)\\d+): null");

  static GeneratedVm any(int vmid, Random random) {
    String fields = new VmSpecs(random).spec();
    Matcher power = POWER.matcher(fields);
    String restart = one(random, "", "never", "window", "immediate");
    boolean force = random.nextInt(8) == 0;
    boolean protect = random.nextInt(4) == 0;
    String onRemove = one(random, "", "orphan", "stop", "delete");
    boolean deletesDisks = random.nextBoolean();
    boolean reportsOnly = random.nextInt(8) == 0;
    String spec = fields
        + ", restart: {" + (restart.isEmpty() ? "" : "policy: " + restart + ", ") + "force: " + force + "}"
        + ", lifecycle: {protect: " + protect + (onRemove.isEmpty() ? "" : ", onRemove: " + onRemove)
        + (deletesDisks ? ", disks: delete" : "") + "}"
        + ", drift: {mode: " + (reportsOnly ? "report" : "enforce") + "}";
    Set<String> absent = new TreeSet<>();
    ABSENT.matcher(fields).results().forEach(found -> absent.add(found.group(1)));
    return new GeneratedVm(vmid, "vm-" + vmid, spec, power.find() ? power.group(2) : "unmanaged", restart.isEmpty() ? "never" : restart,
        force, protect, onRemove.isEmpty() ? "orphan" : onRemove, deletesDisks, reportsOnly, absent);
  }

  String yaml(String host) {
    return "---\n{apiVersion: pvefleet/v1, kind: VirtualMachine, metadata: {name: %s}, spec: {host: %s, vmid: %d, %s}}\n"
        .formatted(name, host, vmid, spec);
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
