package io.pvefleet.app.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Notices and messages of one process. */
final class MemoryNotices implements Notices {
  private final List<Kept> waiting = new ArrayList<>();
  private final Map<Long, List<Kept>> inMessages = new HashMap<>();
  private final LinkedHashMap<Long, Message> underWay = new LinkedHashMap<>();
  private final List<Over> ended = new ArrayList<>();
  private Optional<Mark> mark = Optional.empty();
  private long last;

  private record Kept(long id, NewNotice notice) {
    String sink() {
      return notice.sink();
    }
  }

  private record Over(Ended ended, Result result, Begun begun) {}

  @Override
  public synchronized Optional<Mark> mark() {
    return mark;
  }

  @Override
  public synchronized int take(Mark newMark, List<NewNotice> notices) {
    mark = Optional.of(newMark);
    notices.forEach(notice -> waiting.add(new Kept(++last, notice)));
    int before = waiting.size();
    notices.stream().map(NewNotice::sink).distinct().forEach(sink -> {
      List<Kept> own = waiting.stream().filter(kept -> kept.sink().equals(sink))
          .sorted(Comparator.comparing((Kept kept) -> kept.notice().isCritical()).thenComparing(Kept::id)).toList();
      waiting.removeAll(own.subList(0, Math.max(0, own.size() - MOST_WAITING)));
    });
    return before - waiting.size();
  }

  @Override
  public synchronized List<Notice> waiting(String sink) {
    return waiting.stream().filter(kept -> kept.sink().equals(sink))
        .map(kept -> new Notice(kept.id(), kept.notice().made(), kept.notice().isCritical(), kept.notice().zone())).toList();
  }

  @Override
  public synchronized List<String> news(String sink, Set<Long> notices) {
    return waiting.stream().filter(kept -> kept.sink().equals(sink) && notices.contains(kept.id()))
        .map(kept -> kept.notice().news()).toList();
  }

  @Override
  public synchronized Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    waiting.forEach(kept -> counts.merge(kept.sink(), 1, Integer::sum));
    inMessages.values().forEach(all -> all.forEach(kept -> counts.merge(kept.sink(), 1, Integer::sum)));
    return counts;
  }

  @Override
  public synchronized List<Message> underWay(String sink) {
    return underWay.values().stream().filter(message -> message.sink().equals(sink)).toList();
  }

  @Override
  public synchronized Message begin(NewMessage begun) {
    Message message = new Message(++last, begun.sink(), begun.at(), begun.isCritical(), begun.at(), 0, "", begun.body());
    List<Kept> own =
        waiting.stream().filter(kept -> kept.sink().equals(begun.sink()) && begun.notices().contains(kept.id())).toList();
    waiting.removeAll(own);
    inMessages.put(message.id(), own);
    underWay.put(message.id(), message);
    return message;
  }

  @Override
  public synchronized void tried(long id, Instant due, String fault) {
    underWay.computeIfPresent(id, (_, m) ->
        new Message(id, m.sink(), m.made(), m.isCritical(), due, m.tries() + 1, fault, m.body()));
  }

  @Override
  public synchronized void end(long id, Result result, String fault, Instant at) {
    Message message = underWay.remove(id);
    inMessages.remove(id);
    if (message != null) {
      ended.add(new Over(new Ended(id, message.sink(), at, fault), result, begun(message)));
    }
  }

  @Override
  public synchronized List<Begun> begunAfter(String sink, Instant after) {
    List<Begun> begun = new ArrayList<>();
    underWay.values().stream().filter(message -> message.sink().equals(sink)).forEach(message -> begun.add(begun(message)));
    ended.stream().filter(over -> over.ended().sink().equals(sink)).forEach(over -> begun.add(over.begun()));
    return begun.stream().filter(one -> one.at().isAfter(after)).sorted(Comparator.comparing(Begun::at)).toList();
  }

  private static Begun begun(Message message) {
    return new Begun(message.made(), message.isCritical());
  }

  @Override
  public synchronized Optional<Ended> last(String sink, Result result) {
    return ended.reversed().stream().filter(over -> over.result() == result && over.ended().sink().equals(sink)).map(Over::ended)
        .findFirst();
  }

  @Override
  public synchronized int dropBefore(String sink, Instant before) {
    int count = waiting.size();
    waiting.removeIf(kept -> kept.sink().equals(sink) && kept.notice().made().isBefore(before));
    return count - waiting.size();
  }

  @Override
  public synchronized void keepOnly(Set<String> sinks) {
    waiting.removeIf(kept -> !sinks.contains(kept.sink()));
    underWay.values().removeIf(message -> !sinks.contains(message.sink()));
    inMessages.keySet().retainAll(underWay.keySet());
    ended.removeIf(over -> !sinks.contains(over.ended().sink()));
  }

  synchronized void removeEndedBefore(Instant at) {
    ended.removeIf(over -> over.ended().at().isBefore(at));
  }
}
