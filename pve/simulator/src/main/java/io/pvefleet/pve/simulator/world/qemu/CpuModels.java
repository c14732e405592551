package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** CPU models and the flags a machine may set on its own. Source: qemu-server {@code CPUConfig.pm}. */
final class CpuModels {

  private static final Set<String> MODELS = Set.of(
      "486", "pentium", "pentium2", "pentium3", "coreduo", "core2duo", "Conroe", "Penryn", "Nehalem", "Nehalem-IBRS", "Westmere",
      "Westmere-IBRS", "SandyBridge", "SandyBridge-IBRS", "IvyBridge", "IvyBridge-IBRS", "Haswell", "Haswell-IBRS",
      "Haswell-noTSX", "Haswell-noTSX-IBRS", "Broadwell", "Broadwell-IBRS", "Broadwell-noTSX", "Broadwell-noTSX-IBRS",
      "Skylake-Client", "Skylake-Client-IBRS", "Skylake-Client-noTSX-IBRS", "Skylake-Client-v4", "Skylake-Server",
      "Skylake-Server-IBRS", "Skylake-Server-noTSX-IBRS", "Skylake-Server-v4", "Skylake-Server-v5", "Cascadelake-Server",
      "Cascadelake-Server-v2", "Cascadelake-Server-noTSX", "Cascadelake-Server-v4", "Cascadelake-Server-v5", "Cooperlake",
      "Cooperlake-v2", "KnightsMill", "Icelake-Client", "Icelake-Client-noTSX", "Icelake-Server", "Icelake-Server-noTSX",
      "Icelake-Server-v3", "Icelake-Server-v4", "Icelake-Server-v5", "Icelake-Server-v6", "SapphireRapids",
      "SapphireRapids-v2", "SapphireRapids-v3", "SierraForest", "GraniteRapids", "athlon", "phenom", "Opteron_G1", "Opteron_G2",
      "Opteron_G3", "Opteron_G4", "Opteron_G5", "EPYC", "EPYC-IBPB", "EPYC-v3", "EPYC-v4", "EPYC-Rome", "EPYC-Rome-v2",
      "EPYC-Rome-v3", "EPYC-Rome-v4", "EPYC-Milan", "EPYC-Milan-v2", "EPYC-Genoa", "kvm32", "kvm64", "qemu32", "qemu64",
      "x86-64-v2", "x86-64-v2-AES", "x86-64-v3", "x86-64-v4", "host", "max", "cortex-a35", "cortex-a53", "cortex-a55",
      "cortex-a57", "cortex-a72", "cortex-a76", "neoverse-n1", "neoverse-n2", "neoverse-v1");
  private static final String FLAGS =
      "nested-virt, md-clear, pcid, spec-ctrl, ssbd, ibpb, virt-ssbd, amd-ssbd, amd-no-ssb, pdpe1gb, hv-tlbflush, hv-evmcs, aes";
  private static final Pattern FLAG_LIST = Pattern.compile(flagChoice() + "(?:;" + flagChoice() + ")*");
  private static final Pattern ANY_FLAGS = Pattern.compile("[+-][a-zA-Z0-9\\-_.]+(?:;[+-][a-zA-Z0-9\\-_.]+)*");

  private CpuModels() {}

  private static String flagChoice() {
    return "[+-](?:" + FLAGS.replace(", ", "|") + ")";
  }

  static Optional<String> fault(String option, String value) {
    PropertyFormat format = PropertyFormat.named("pve-vm-cpu-conf").orElseThrow();
    Map<String, String> cpu;
    try {
      cpu = format.parse(option, value);
    } catch (Die e) {
      return Optional.of(e.text());
    }
    String flags = cpu.get("flags");
    if (flags != null && !ANY_FLAGS.matcher(flags).matches()) {
      return Optional.of("format error\n" + option + ".flags: value does not match the regex pattern\n");
    }
    // A value without a model is looked up too, under an empty name.
    String model = cpu.getOrDefault("cputype", "");
    if (model.startsWith("custom-")) {
      return Optional.of("Custom cputype '" + model.substring("custom-".length()) + "' not found\n");
    }
    if (!MODELS.contains(model)) {
      return Optional.of("Built-in cputype '" + model + "' is not defined (missing 'custom-' prefix?)\n");
    }
    if (flags != null && !FLAG_LIST.matcher(flags).matches()) {
      return Optional.of("VM-specific CPU flags must be a subset of: " + FLAGS + "\n");
    }
    if (cpu.containsKey("reported-model")) {
      return Optional.of("Property 'reported-model' not allowed in VM-specific CPU config.\n");
    }
    return Optional.empty();
  }
}
