package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What sinks are still to be told: each notice waits for its sink until it is put into a message, and a message until it was
 * delivered or given up. A notice is taken up together with how far its source was read, so that a crash neither loses nor doubles it.
 */
public interface Notices {
  /** So many wait for one sink; the oldest give way, since the newest say what is so. */
  int MOST_WAITING = 5000;

  /** How far the events and alerts were taken up; empty where they never were. */
  Optional<Mark> mark();

  /** Keeps the notices and the new mark, or neither. Gives how many old ones gave way. */
  int take(Mark mark, List<NewNotice> notices);

  /** Those of a sink that are in no message yet, the oldest first. */
  List<Notice> waiting(String sink, int limit);

  /** How many notices of each sink are not delivered. */
  Map<String, Integer> counts();

  /** The message of a sink that is neither delivered nor given up. */
  Optional<Message> underWay(String sink);

  /** Puts notices that wait into a message, due at once. There must be none under way. */
  Message begin(String sink, List<Long> notices, Instant at, String body);

  /** It was tried and is to be tried again. */
  void tried(long message, Instant due, String fault);

  /** It is over, and so are its notices. */
  void end(long message, Result result, String fault, Instant at);

  /** When the messages of a sink were begun, of those begun after that. */
  List<Instant> begunAfter(String sink, Instant after);

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
   * @param open alerts that were told to have begun and not to have ended
   */
  record Mark(long event, long alert, SortedSet<Long> open) {
    public Mark {
      open = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(open));
    }
  }

  /**
   * One thing for one sink.
   *
   * @param news JSON that its writer reads again; holds no secret
   */
  record NewNotice(String sink, Instant made, String news) {}

  /** A stored notice; numbers grow with time. */
  record Notice(long id, String sink, Instant made, String news) {}

  /**
   * A message under way.
   *
   * @param due when it is to be tried
   * @param fault of the last try; empty before
   */
  record Message(long id, String sink, Instant made, Instant due, int tries, String fault, String body) {}

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
