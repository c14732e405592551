package io.pvefleet.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** A memory for usage that can be made to fail. */
public final class FailingUsages implements Usages {
  private final Usages usages;
  private boolean isFailing;

  public FailingUsages(Usages usages) {
    this.usages = usages;
  }

  public void fail() {
    isFailing = true;
  }

  public void recover() {
    isFailing = false;
  }

  private Usages asked() {
    if (isFailing) {
      throw new StoreException(StoreCodes.FAILED, "The disk is full.", "Free some space.");
    }
    return usages;
  }

  @Override
  public void put(List<Bucket> buckets) {
    asked().put(buckets);
  }

  @Override
  public List<Bucket> of(String host, Span span, Instant from, Instant until) {
    return asked().of(host, span, from, until);
  }

  @Override
  public SortedSet<String> hosts(Span span, Instant from, Instant until) {
    return asked().hosts(span, from, until);
  }

  @Override
  public Optional<Instant> newest(Span span) {
    return asked().newest(span);
  }
}
