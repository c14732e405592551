package io.pvefleet.engine.kind;

import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Map;

/**
 * The five questions that every kind answers. All answers are pure functions; the lists hold no null and are in a stable order.
 *
 * @param guest its name, schema, claims and checks, which the loader of the fleet repository asks for
 * @param parser how a checked document becomes a value
 * @param reader what to read of the object on its node, and what the answers mean
 * @param differ which declared attributes differ from what is observed; empty for an object in sync
 * @param stepper which ordered steps make an object that is not there, and which bring an existing one into line
 * @param <D> the declared value
 * @param <O> what is observed of the object
 */
public record Kind<D, O>(GuestKind guest, Parser<D> parser, Reader<D, O> reader, Differ<D, O> differ, Stepper<D, O> stepper) {

  /** From a document to a value. */
  @FunctionalInterface
  public interface Parser<D> {
    Parsed<D> parse(ResolvedDocument document);
  }

  /** From a node to an observation. */
  public interface Reader<D, O> {
    List<PveRequest> reads(String node, D desired);

    /** Unknown where an answer is missing or a fault that proves nothing. */
    Observed<O> observation(String node, D desired, Map<PveRequest, Answer> answers);
  }

  /** From declared and observed to what differs. */
  @FunctionalInterface
  public interface Differ<D, O> {
    List<AttributeChange> diff(D desired, O observed);
  }

  /** From what differs to requests. */
  public interface Stepper<D, O> {
    List<Step> create(D desired, String node);

    List<Step> update(D desired, O observed, String node);
  }
}
