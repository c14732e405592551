package io.pvefleet.app.web.query;

import io.pvefleet.app.usage.Period;
import java.util.Map;
import java.util.stream.Stream;

/** Which history an address asks for. */
public final class UsageQuery {
  private UsageQuery() {}

  /** {@code span}: a day where the address does not say. */
  public static Period period(Map<String, String> given) {
    Params params = new Params(given);
    String word = params.word("span", Stream.of(Period.values()).map(Period::word).toList());
    params.check();
    return Period.of(word).orElse(Period.DAY);
  }
}
