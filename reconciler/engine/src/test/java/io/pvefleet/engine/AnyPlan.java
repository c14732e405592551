package io.pvefleet.engine;

import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Event;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Arbitrary plans and events from a seed, with the texts that break codecs: quotes, line breaks, Hangul, nothing. */
public final class AnyPlan {

  private static final List<String> TEXTS =
      List.of("", "memory", "a\"b\\c", "two\nlines", "\uc57d\uad6d", "<b>&`|*", "order=scsi0;net0", "***", "\u0007 bell");

  private final Random random;

  public AnyPlan(long seed) {
    this.random = new Random(seed);
  }

  public FleetPlan fleet() {
    return new FleetPlan(text(), some(this::text), some(this::host));
  }

  public HostPlan host() {
    String host = text();
    Reach reach = random.nextBoolean() ? new Reach.Reached(text(), text()) : new Reach.NotReached(any(FaultKind.values()), text());
    return new HostPlan(host, text(), at(), reach, some(() -> change(host)),
        some(() -> new HostPlan.UnmanagedGuest(ref(host), text(), text(), random.nextBoolean(), random.nextBoolean())), some(this::text));
  }

  public Change change(String host) {
    Change.Head head = new Change.Head(ref(host), place(), Map.of("role", text(), "ring", text()), any(VmState.values()),
        any(Change.Reason.values()), text(), verdict(), text(), random.nextBoolean() ? Identity.NONE : new Identity(text(), text()));
    return switch (random.nextInt(7)) {
      case 0 -> new Change.Create(head, new Change.Origin.Nothing(), some(this::attribute), some(this::step));
      case 1 -> new Change.Create(head, new Change.Origin.Template(random.nextInt(9999)), some(this::attribute), some(this::step));
      case 2 -> new Change.Adopt(head, some(this::attribute), some(this::step));
      case 3 -> new Change.Update(head, some(this::attribute), some(this::step));
      case 4 -> new Change.Delete(head, some(this::attribute), some(this::step));
      case 5 -> new Change.Release(head, some(this::attribute), some(this::step));
      default -> new Change.Keep(head, some(this::attribute));
    };
  }

  public Event event() {
    return switch (random.nextInt(5)) {
      case 0 -> new Event.Intended(at(), step());
      case 1 -> new Event.Sent(at(), step(), answer());
      case 2 -> new Event.TaskEnded(at(), step(), upid(), status(), some(this::text));
      case 3 -> new Event.WasRead(at(), Map.of(request(), answer(), PveRequest.get("/version"), answer()));
      default -> new Event.Waited(at());
    };
  }

  public Answer answer() {
    return random.nextBoolean()
        ? new Answer.Data(Given.json(any("null", "'UPID:x'", "[]", "[{'key': 'memory', 'value': '1'}]", "{'a': [1, 2, {}]}", "7")))
        : new Answer.Fault(any(FaultKind.values()), text(), Map.of("memory", text(), "net0", text()));
  }

  public Step step() {
    return new Step(text(), text(), request(), any(Impact.values()), random.nextBoolean(),
        random.nextBoolean() ? Optional.of(Given.NOON) : Optional.empty());
  }

  private PveRequest request() {
    PveRequest request = PveRequest.post("/nodes/pve1/qemu/" + random.nextInt(999));
    for (int i = random.nextInt(4); i > 0; i--) {
      request = random.nextBoolean()
          ? request.with(text(), text())
          : request.with(text(), new PveRequest.Value.Secret("env:" + text()));
    }
    return request;
  }

  private AttributeChange attribute() {
    return new AttributeChange(text(), place(), text(), text(), text(), any(Impact.values()), text(),
        random.nextBoolean() ? Optional.of(Given.NOON) : Optional.empty());
  }

  private Verdict verdict() {
    return random.nextBoolean() ? new Verdict.Allowed() : new Verdict.Held(any(Verdict.Why.values()), text());
  }

  private TaskStatus status() {
    return switch (random.nextInt(4)) {
      case 0 -> new TaskStatus.Running();
      case 1 -> new TaskStatus.Succeeded(random.nextInt(5));
      case 2 -> new TaskStatus.Failed(text());
      default -> new TaskStatus.Lost(text());
    };
  }

  private static Upid upid() {
    return Upid.parse("UPID:pve1:00000212:00072351:6B026CA6:qmcreate:9000:root@pam!full:").orElseThrow();
  }

  private Optional<Place> place() {
    return random.nextBoolean() ? Optional.empty() : Optional.of(new Place(text(), 1 + random.nextInt(99), 1 + random.nextInt(99)));
  }

  private VmRef ref(String host) {
    return new VmRef(host, 100 + random.nextInt(9000), text());
  }

  private Instant at() {
    return Given.NOON.plusMillis(random.nextInt(1_000_000));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> List<T> some(Supplier<T> one) {
    return IntStream.range(0, random.nextInt(4)).boxed().flatMap(i -> Stream.of(one.get())).toList();
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }
}
