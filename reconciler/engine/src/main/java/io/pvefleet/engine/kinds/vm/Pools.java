package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import java.util.Optional;

/**
 * Membership in a resource pool: to who declares it an option like any other, on the host no part of the configuration. A new VM
 * is made in its pool; an existing one is put there by a request of its own, which no digest guards and which needs none: it
 * names the VM alone.
 */
public final class Pools {

  /** The option's name; create and clone take it under the same. */
  public static final String OPTION = "pool";

  private Pools() {}

  static boolean isDeclared(Vm vm) {
    return vm.options().containsKey(OPTION);
  }

  /** The declared pool; empty where none is, or where the VM is to be in none. */
  public static Optional<String> declared(Vm vm) {
    return vm.options().get(OPTION) instanceof Wanted.Value(var path, var place, String pool) ? Optional.of(pool) : Optional.empty();
  }

  /** A VM in the wrong pool; nothing where its pool is not known. */
  static Optional<Difference> difference(Vm desired, VmObservation observed) {
    Wanted wanted = desired.options().get(OPTION);
    if (wanted == null || observed.pool() instanceof Membership.Unknown) {
      return Optional.empty();
    }
    String want = declared(desired).orElse("");
    String seen = observed.pool() instanceof Membership.In(String pool) ? pool : "";
    return want.equals(seen) ? Optional.empty() : Optional.of(Difference.set(OPTION, "", wanted, seen, want).as(Kind.POOL));
  }

  /** The request that mends the difference. With {@code allow-move} the VM is never in no pool on its way from one to another. */
  static Step step(Difference difference, int vmid) {
    boolean isLeaving = difference.to().isEmpty();
    PveRequest request = PveRequest.put("/pools")
        .with("poolid", isLeaving ? difference.from() : difference.to())
        .with("vms", Integer.toString(vmid))
        .with(isLeaving ? "delete" : "allow-move", "1");
    String title = isLeaving ? "Take out of pool " + difference.from() : "Put into pool " + difference.to();
    return new Step("pool", title, request, Impact.LIVE, false);
  }
}
