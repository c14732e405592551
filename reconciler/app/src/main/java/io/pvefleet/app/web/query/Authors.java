package io.pvefleet.app.web.query;

import io.pvefleet.app.store.Revisions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who made which commit, asked once for each. Confined to one answer. */
public final class Authors {
  private final Revisions revisions;
  private final Map<String, Optional<Revisions.Made>> known = new HashMap<>();

  Authors(Revisions revisions) {
    this.revisions = revisions;
  }

  /** Empty where it was never known. */
  public Optional<Revisions.Made> of(String revision) {
    return known.computeIfAbsent(revision, revisions::made);
  }
}
