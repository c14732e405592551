package io.pvefleet.vnc.catalog;

import java.util.function.Consumer;

/** The catalog in force, as commits come. Thread-safe. */
public interface Catalogs {

  /** Never blocks; before the first commit was read, a catalog that knows nothing and whose revision is empty. */
  Catalog inForce();

  /** Told of each catalog that comes into force from now on, after {@link #inForce} gives it, on the thread that read it. */
  void onNew(Consumer<Catalog> listener);
}
