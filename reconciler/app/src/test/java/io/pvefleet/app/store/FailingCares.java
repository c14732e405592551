package io.pvefleet.app.store;

import java.util.List;
import java.util.Set;

/** A memory for care that can be made to fail. */
public final class FailingCares implements Cares {
  private final Cares cares;
  private boolean isFailing;

  public FailingCares(Cares cares) {
    this.cares = cares;
  }

  public void fail() {
    isFailing = true;
  }

  public void recover() {
    isFailing = false;
  }

  private Cares asked() {
    if (isFailing) {
      throw new StoreException(StoreCodes.FAILED, "The disk is full.", "Free some space.");
    }
    return cares;
  }

  @Override
  public void put(List<Known> news) {
    asked().put(news);
  }

  @Override
  public List<Known> all() {
    return asked().all();
  }

  @Override
  public void keepOnly(Set<String> hosts) {
    asked().keepOnly(hosts);
  }
}
