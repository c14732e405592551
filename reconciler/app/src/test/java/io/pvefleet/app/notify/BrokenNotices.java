package io.pvefleet.app.notify;

import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.fleet.diagnostic.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes everything but the end of a message, until it is whole. */
final class BrokenNotices implements Notices {
  private final Notices kept;
  boolean isWhole;

  BrokenNotices(Notices kept) {
    this.kept = kept;
  }

  @Override
  public void end(long message, Result result, String fault, Instant at) {
    if (!isWhole) {
      throw new StoreException(Code.world("PVF-0503", "Store fails"), "disk full", "make room");
    }
    kept.end(message, result, fault, at);
  }

  @Override
  public Optional<Mark> mark() {
    return kept.mark();
  }

  @Override
  public int take(Mark mark, List<NewNotice> notices) {
    return kept.take(mark, notices);
  }

  @Override
  public List<Notice> waiting(String sink) {
    return kept.waiting(sink);
  }

  @Override
  public List<String> news(String sink, Set<Long> notices) {
    return kept.news(sink, notices);
  }

  @Override
  public Map<String, Integer> counts() {
    return kept.counts();
  }

  @Override
  public List<Message> underWay(String sink) {
    return kept.underWay(sink);
  }

  @Override
  public Message begin(NewMessage message) {
    return kept.begin(message);
  }

  @Override
  public void tried(long message, Instant due, String fault) {
    kept.tried(message, due, fault);
  }

  @Override
  public List<Begun> begunAfter(String sink, Instant after) {
    return kept.begunAfter(sink, after);
  }

  @Override
  public Optional<Ended> last(String sink, Result result) {
    return kept.last(sink, result);
  }

  @Override
  public int dropBefore(String sink, Instant before) {
    return kept.dropBefore(sink, before);
  }

  @Override
  public void keepOnly(Set<String> sinks) {
    kept.keepOnly(sinks);
  }
}
