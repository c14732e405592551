package io.pvefleet.bench;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.pass.HostMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Diff alone: 10,000 declared VMs against 10,000 observed ones, no I/O. Budget: 200 ms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
public class DiffBenchmark {

  private static final int VMS_PER_HOST = 10;

  /** How many hosts of ten VMs each. */
  @Param("1000")
  public int hosts;

  private List<DesiredHost> desired = List.of();
  private List<HostObservation> observed = List.of();

  /** Makes the fleet and the observations once. */
  @Setup
  public void make() {
    desired = GeneratedFleet.of(hosts, VMS_PER_HOST).hosts();
    observed = desired.stream().map(GeneratedFleet::observed).toList();
    long kept = plan().stream().flatMap(plan -> plan.changes().stream()).filter(Change.Keep.class::isInstance).count();
    long drifted = (long) hosts * VMS_PER_HOST - kept;
    // A tenth drifts; anything else means that the benchmark measures something other than it says.
    if (drifted != hosts) {
      throw new IllegalStateException(drifted + " of " + hosts * VMS_PER_HOST + " VMs drifted; " + hosts + " were made to");
    }
  }

  /** The plan of every host. */
  @Benchmark
  public List<HostPlan> plan() {
    List<HostPlan> plans = new ArrayList<>(desired.size());
    for (int i = 0; i < desired.size(); i++) {
      plans.add(Planner.plan(desired.get(i), observed.get(i), HostMemory.NONE));
    }
    return plans;
  }
}
