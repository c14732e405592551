package io.pvefleet.fleet.model;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a document says of alerts: {@code spec.alerts} of a Fleet or of a Site, as written. What it leaves out, a less particular one
 * decides. The order, the most particular first: the site's for the VM's role, the site's, the fleet's for the VM's role, the fleet's,
 * the default.
 *
 * @param general by rule
 * @param roles for VMs whose label {@code role} is that; the role {@code other} is of VMs without the label
 */
public record Alerting(Map<Rule, Setting> general, Map<String, Map<Rule, Setting>> roles) {

  /** Says nothing, so that the defaults hold. */
  public static final Alerting NONE = new Alerting(Map.of(), Map.of());

  /** The role of a VM that has no label for it. */
  public static final String NO_ROLE = "other";

  public Alerting {
    general = Map.copyOf(general);
    Map<String, Map<Rule, Setting>> copies = new TreeMap<>();
    roles.forEach((role, settings) -> copies.put(role, Map.copyOf(settings)));
    roles = Map.copyOf(copies);
  }

  /** How much a person should hurry. */
  public enum Severity {
    WARNING("warning"),
    CRITICAL("critical");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What a rule is about: who can have an alert of it. */
  public enum Scope {
    FLEET,
    HOST,
    VM
  }

  /** What a rule counts. */
  public enum Measure {
    /** How much of something is used, in percent, and for how long. */
    USAGE,
    /** For how long something is so. */
    TIME,
    /** How many days are left. */
    DAYS,
    /** Nothing: it happened. */
    NOTHING
  }

  /** One thing to be alerted about: the keys of {@code spec.alerts}. */
  public enum Rule {
    /** Of all cores; backups and updates take minutes. */
    CPU("cpu", Scope.HOST, Measure.USAGE, new Limit(true, 90, Duration.ofMinutes(15), Severity.WARNING)),
    /** A host that runs out of memory kills VMs. */
    MEMORY("memory", Scope.HOST, Measure.USAGE, new Limit(true, 95, Duration.ofMinutes(15), Severity.WARNING)),
    /** A full thin pool stops every VM on it with an I/O error; the rest is for the next backup. */
    STORAGE("storage", Scope.HOST, Measure.USAGE, new Limit(true, 85, Duration.ofMinutes(15), Severity.WARNING)),
    /** A till that computes for half an hour does something that it should not. */
    VM_CPU("vmCpu", Scope.VM, Measure.USAGE, new Limit(true, 95, Duration.ofMinutes(30), Severity.WARNING)),
    /** Off: what Proxmox tells is what the guest ever touched, unless a balloon driver in it says otherwise. */
    VM_MEMORY("vmMemory", Scope.VM, Measure.USAGE, new Limit(false, 95, Duration.ofMinutes(30), Severity.WARNING)),
    /** Longer than a router takes to start again. */
    HOST_OFFLINE("hostOffline", Scope.HOST, Measure.TIME, new Limit(true, 0, Duration.ofMinutes(5), Severity.CRITICAL)),
    CERTIFICATE("certificate", Scope.HOST, Measure.DAYS, new Limit(true, 30, Duration.ZERO, Severity.WARNING)),
    TOKEN("token", Scope.HOST, Measure.DAYS, new Limit(true, 30, Duration.ZERO, Severity.WARNING)),
    /** What is put right by itself is put right within a day. */
    DRIFT("drift", Scope.VM, Measure.TIME, new Limit(true, 0, Duration.ofHours(24), Severity.WARNING)),
    PENDING_RESTART("pendingRestart", Scope.VM, Measure.TIME, new Limit(true, 0, Duration.ofHours(168), Severity.WARNING)),
    RUN_FAILED("runFailed", Scope.VM, Measure.NOTHING, new Limit(true, 0, Duration.ZERO, Severity.CRITICAL)),
    COMMIT_REJECTED("commitRejected", Scope.FLEET, Measure.NOTHING, new Limit(true, 0, Duration.ZERO, Severity.WARNING)),
    /** A line that is away for a moment takes all hosts with it and gives them back. */
    FLEET_HELD("fleetHeld", Scope.FLEET, Measure.TIME, new Limit(true, 0, Duration.ofMinutes(1), Severity.CRITICAL));

    private final String key;
    private final Scope scope;
    private final Measure measure;
    private final Limit byDefault;

    Rule(String key, Scope scope, Measure measure, Limit byDefault) {
      this.key = key;
      this.scope = scope;
      this.measure = measure;
      this.byDefault = byDefault;
    }

    /** In YAML. */
    public String key() {
      return key;
    }

    public Scope scope() {
      return scope;
    }

    public Measure measure() {
      return measure;
    }

    public Limit byDefault() {
      return byDefault;
    }
  }

  /**
   * What one document says of one rule; what is empty is left to a less particular one.
   *
   * @param isOn whether the rule raises alerts
   * @param figure percent or days, whichever the rule counts
   */
  public record Setting(boolean isOn, Optional<Integer> figure, Optional<Duration> lasting, Optional<Severity> severity) {

    /** The rule is on, or off, and nothing else is said of it. */
    public static Setting of(boolean isOn) {
      return new Setting(isOn, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Limit over(Limit less) {
      return new Limit(isOn, figure.orElse(less.figure()), lasting.orElse(less.lasting()), severity.orElse(less.severity()));
    }
  }

  /**
   * A rule as it is in force.
   *
   * @param isOn whether it raises alerts
   * @param figure percent or days, whichever the rule counts; 0 where it counts neither
   * @param lasting for how long it must be so; zero where once is enough
   */
  public record Limit(boolean isOn, int figure, Duration lasting, Severity severity) {}

  /** The rule for a VM of that role, or for a host where the role is empty, at a site that says this; this is the fleet's. */
  public Limit limit(Rule rule, Alerting site, Optional<String> role) {
    Limit limit = rule.byDefault();
    for (Alerting one : List.of(this, site)) {
      for (Map<Rule, Setting> settings : List.of(one.general, one.ofRole(role))) {
        Setting setting = settings.get(rule);
        limit = setting == null ? limit : setting.over(limit);
      }
    }
    return limit;
  }

  /** The rule for the fleet as a whole. */
  public Limit limit(Rule rule) {
    return limit(rule, NONE, Optional.empty());
  }

  private Map<Rule, Setting> ofRole(Optional<String> role) {
    return role.map(name -> roles.getOrDefault(name, Map.of())).orElse(Map.of());
  }

  /** Settings by rule, for those who build one. */
  static Map<Rule, Setting> none() {
    return new EnumMap<>(Rule.class);
  }
}
