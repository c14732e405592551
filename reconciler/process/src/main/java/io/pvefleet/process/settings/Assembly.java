package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;

/** From values that are right each on its own to settings that fit together. */
public interface Assembly<T> {

  /** What does not fit together, or refers to nothing. What was refused before is missing in the values. */
  List<Diagnostic> faults(GivenValues values);

  /** Called where nothing is wrong: every setting with a default has a value. */
  T settings(GivenValues values);
}
