package io.pvefleet.app.view;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that is computed when it is first asked for, and then kept. Thread safe. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> how;
  private volatile Optional<T> known = Optional.empty();

  Once(Supplier<T> how) {
    this.how = how;
  }

  @Override
  public T get() {
    return known.orElseGet(this::first);
  }

  private synchronized T first() {
    if (known.isEmpty()) {
      known = Optional.of(how.get());
    }
    return known.get();
  }
}
