package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Verb;
import java.util.Optional;

/** What a browser that shows its nonce gets. */
public sealed interface Boarding permits Boarding.Refused, Boarding.Boarded {

  /** It may not, or there is nothing (any more). Its socket closes with the reason. */
  record Refused(CloseReason reason, Optional<ConsoleRefused> why) implements Boarding {
    static Refused of(ConsoleRefused why) {
      return new Refused(why.refusal().reason(), Optional.of(why));
    }
  }

  /** The way is the caller's from now on: it runs the console, and says when it is over. Thread-safe. */
  non-sealed interface Boarded extends Boarding {

    Way way();

    Verb mode();

    /** What the browser shows as the screen's name: the guest's, with its site's. */
    String title();

    /** What runs now. Where the session was ended meanwhile, {@link Running#end} is called at once. */
    void runs(Running running);

    /** The first picture was taken by the browser. */
    void firstFrame();

    /** It is over, with the last figures. An earlier {@link Running#end} has its reason kept. Called exactly once. */
    void over(CloseReason reason, Traffic traffic);
  }
}
