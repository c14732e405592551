package io.pvefleet.app.store;

import java.util.List;
import java.util.Set;

/** Care as rows. */
record SqliteCares(Database database) implements Cares {

  @Override
  public void put(List<Known> news) {
    database.write(connection -> {
      for (Known known : news) {
        Database.update(connection, "INSERT OR REPLACE INTO care (host, facts) VALUES (?, ?)", known.host(), known.facts());
      }
      return true;
    });
  }

  @Override
  public List<Known> all() {
    return database.list(row -> new Known(row.getString("host"), row.getString("facts")), "SELECT * FROM care ORDER BY host");
  }

  @Override
  public void keepOnly(Set<String> hosts) {
    for (String host : database.list(row -> row.getString("host"), "SELECT host FROM care")) {
      if (!hosts.contains(host)) {
        database.update("DELETE FROM care WHERE host = ?", host);
      }
    }
  }
}
