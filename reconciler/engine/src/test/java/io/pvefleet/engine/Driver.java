package io.pvefleet.engine;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Action;
import io.pvefleet.engine.run.ChangeRun;
import io.pvefleet.engine.run.Event;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does what a run asks for, as an executor must: it journals, performs and reports, and decides nothing. */
public final class Driver {

  private final SimHost host;
  private final List<Event> journal = new ArrayList<>();

  public Driver(SimHost host) {
    this.host = host;
  }

  /** To the end. */
  public Outcome carryOut(Vm vm, Change change) {
    return carryOut(ChangeRun.begin(vm, "pve1", change));
  }

  /** To the end, from where the run stands. */
  public Outcome carryOut(ChangeRun begun) {
    ChangeRun run = begun;
    while (run.outcome().isEmpty()) {
      run = step(run);
    }
    return run.outcome().orElseThrow();
  }

  /** One action. */
  public ChangeRun step(ChangeRun run) {
    return switch (run.next()) {
      case Action.Look(List<PveRequest> requests) -> {
        Map<PveRequest, Answer> answers = new LinkedHashMap<>();
        requests.forEach(request -> answers.put(request, host.perform(request)));
        yield after(run, new Event.WasRead(host.now(), answers));
      }
      case Action.Send(Step step) -> {
        ChangeRun intended = after(run, new Event.Intended(host.now(), step));
        yield after(intended, new Event.Sent(host.now(), step, host.perform(step.request())));
      }
      case Action.Await(Step step, Upid upid) -> after(run, new Event.TaskEnded(host.now(), step, upid, host.await(upid), List.of()));
      case Action.Pause(var duration, String why) -> {
        host.pass(duration);
        yield after(run, new Event.Waited(host.now()));
      }
      case Action.Finish ignored -> run;
    };
  }

  /** What happened so far. */
  public List<Event> journal() {
    return List.copyOf(journal);
  }

  private ChangeRun after(ChangeRun run, Event event) {
    journal.add(event);
    return run.on(event);
  }
}
