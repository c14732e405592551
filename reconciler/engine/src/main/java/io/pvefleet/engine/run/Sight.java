package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Map;

/** One look at the VM in the middle of a change: what to read for it, and what follows from what was read. */
interface Sight {

  List<PveRequest> requests();

  /** The VM as these answers show it. */
  Observed<VmObservation> observation(Map<PveRequest, Answer> answers);

  /** What follows; {@code now} counts this look already. */
  ChangeRun follow(Progress now, Map<PveRequest, Answer> answers);
}
