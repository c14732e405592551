package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What sinks are still to be told: each notice waits for its sink until it is put into a message, and a message until it was
 * delivered or given up. A notice is taken up together with how far its source was read, so that a crash neither loses nor doubles it.
 */
public interface Notices {
  /** So many wait for one sink; the oldest give way, since the newest say what is so, and critical ones after all others. */
  int MOST_WAITING = 5000;

  /** How far the events and alerts were taken up; empty where they never were. */
  Optional<Mark> mark();

  /** Keeps the notices and the new mark, or neither. Gives how many old ones gave way. */
  int take(Mark mark, List<NewNotice> notices);

  /** All of a sink that are in no message yet, the oldest first. */
  List<Notice> waiting(String sink);

  /** What some of those say, in the same order. */
  List<String> news(String sink, Set<Long> notices);

  /** How many notices of each sink are not delivered. */
  Map<String, Integer> counts();

  /** The messages of a sink that are neither delivered nor given up, the oldest first. */
  List<Message> underWay(String sink);

  /** Puts notices that wait into a message, due at once. */
  Message begin(NewMessage message);

  /** It was tried and is to be tried again. */
  void tried(long message, Instant due, String fault);

  /** It is over, and so are its notices. */
  void end(long message, Result result, String fault, Instant at);

  /** The messages of a sink that were begun after that, the oldest first. */
  List<Begun> begunAfter(String sink, Instant after);

  /** The last message of a sink that is over. */
  Optional<Ended> last(String sink, Result result);

  /** Gives up what waits since before that and is in no message; gives how many it was. */
  int dropBefore(String sink, Instant before);

  /** Forgets what waits for other sinks than these: they are no longer declared. */
  void keepOnly(Set<String> sinks);

  /**
   * How far the sources were taken up.
   *
   * @param event number of the last event
   * @param alert number of the newest alert
   * @param open alerts in force that were taken up, each with the sinks that were to be told of its beginning
   */
  record Mark(long event, long alert, SortedMap<Long, Set<String>> open) {
    public Mark {
      SortedMap<Long, Set<String>> copy = new TreeMap<>();
      open.forEach((id, sinks) -> copy.put(id, Set.copyOf(sinks)));
      open = Collections.unmodifiableSortedMap(copy);
    }
  }

  /**
   * One thing for one sink.
   *
   * @param isCritical whether it goes before all others
   * @param zone whose quiet hours it keeps
   * @param news JSON that its writer reads again; holds no secret
   */
  record NewNotice(String sink, Instant made, boolean isCritical, String zone, String news) {}

  /** A stored notice without what it says; numbers grow with time. */
  record Notice(long id, Instant made, boolean isCritical, String zone) {}

  /**
   * A message to begin.
   *
   * @param notices that go with it
   * @param isCritical whether one of them is
   */
  record NewMessage(String sink, Set<Long> notices, Instant at, boolean isCritical, String body) {
    public NewMessage {
      notices = Set.copyOf(notices);
    }
  }

  /**
   * A message under way.
   *
   * @param due when it is to be tried
   * @param fault of the last try; empty before
   */
  record Message(long id, String sink, Instant made, boolean isCritical, Instant due, int tries, String fault, String body) {}

  /** When a message was begun, and whether it was a critical one. */
  record Begun(Instant at, boolean isCritical) {}

  /** A message that is over. */
  record Ended(long id, String sink, Instant at, String fault) {}

  /** How a message ended. */
  enum Result {
    DELIVERED("delivered"),
    GIVEN_UP("given-up");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
