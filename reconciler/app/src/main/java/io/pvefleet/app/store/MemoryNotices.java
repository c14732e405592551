package io.pvefleet.app.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Notices and messages of one process. */
final class MemoryNotices implements Notices {
  private final List<Notice> waiting = new ArrayList<>();
  private final Map<Long, List<Notice>> inMessages = new HashMap<>();
  private final LinkedHashMap<Long, Message> underWay = new LinkedHashMap<>();
  private final List<Over> ended = new ArrayList<>();
  private Optional<Mark> mark = Optional.empty();
  private long last;

  private record Over(Ended ended, Result result, Instant made) {}

  @Override
  public synchronized Optional<Mark> mark() {
    return mark;
  }

  @Override
  public synchronized int take(Mark newMark, List<NewNotice> notices) {
    mark = Optional.of(newMark);
    notices.forEach(notice -> waiting.add(new Notice(++last, notice.sink(), notice.made(), notice.news())));
    int before = waiting.size();
    notices.stream().map(NewNotice::sink).distinct().forEach(sink -> {
      List<Notice> own = waiting.stream().filter(notice -> notice.sink().equals(sink)).toList();
      waiting.removeAll(own.subList(0, Math.max(0, own.size() - MOST_WAITING)));
    });
    return before - waiting.size();
  }

  @Override
  public synchronized List<Notice> waiting(String sink, int limit) {
    return waiting.stream().filter(notice -> notice.sink().equals(sink)).limit(limit).toList();
  }

  @Override
  public synchronized Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    waiting.forEach(notice -> counts.merge(notice.sink(), 1, Integer::sum));
    inMessages.values().forEach(all -> all.forEach(notice -> counts.merge(notice.sink(), 1, Integer::sum)));
    return counts;
  }

  @Override
  public synchronized Optional<Message> underWay(String sink) {
    return underWay.values().stream().filter(message -> message.sink().equals(sink)).findFirst();
  }

  @Override
  public synchronized Message begin(String sink, List<Long> notices, Instant at, String body) {
    Message message = new Message(++last, sink, at, at, 0, "", body);
    List<Notice> own =
        waiting.stream().filter(notice -> notice.sink().equals(sink) && notices.contains(notice.id())).toList();
    waiting.removeAll(own);
    inMessages.put(message.id(), own);
    underWay.put(message.id(), message);
    return message;
  }

  @Override
  public synchronized void tried(long id, Instant due, String fault) {
    underWay.computeIfPresent(id, (_, m) -> new Message(id, m.sink(), m.made(), due, m.tries() + 1, fault, m.body()));
  }

  @Override
  public synchronized void end(long id, Result result, String fault, Instant at) {
    Message message = underWay.remove(id);
    inMessages.remove(id);
    if (message != null) {
      ended.add(new Over(new Ended(id, message.sink(), at, fault), result, message.made()));
    }
  }

  @Override
  public synchronized List<Instant> begunAfter(String sink, Instant after) {
    List<Instant> begun = new ArrayList<>();
    underWay.values().stream().filter(message -> message.sink().equals(sink)).forEach(message -> begun.add(message.made()));
    ended.stream().filter(over -> over.ended().sink().equals(sink)).forEach(over -> begun.add(over.made()));
    return begun.stream().filter(made -> made.isAfter(after)).sorted().toList();
  }

  @Override
  public synchronized Optional<Ended> last(String sink, Result result) {
    return ended.reversed().stream().filter(over -> over.result() == result && over.ended().sink().equals(sink)).map(Over::ended)
        .findFirst();
  }

  @Override
  public synchronized int dropBefore(String sink, Instant before) {
    int count = waiting.size();
    waiting.removeIf(notice -> notice.sink().equals(sink) && notice.made().isBefore(before));
    return count - waiting.size();
  }

  @Override
  public synchronized void keepOnly(Set<String> sinks) {
    waiting.removeIf(notice -> !sinks.contains(notice.sink()));
    underWay.values().removeIf(message -> !sinks.contains(message.sink()));
    inMessages.keySet().retainAll(underWay.keySet());
    ended.removeIf(over -> !sinks.contains(over.ended().sink()));
  }

  synchronized void removeEndedBefore(Instant at) {
    ended.removeIf(over -> over.ended().at().isBefore(at));
  }
}
