package io.pvefleet.app.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The last plans as rows. */
record SqlitePlans(Database database) implements LastPlans {

  @Override
  public void put(LastPlan plan) {
    database.update(
        "INSERT OR REPLACE INTO last_plan (host, revision, observed_at, json) VALUES (?, ?, ?, ?)",
        plan.host(), plan.revision(), plan.observedAt().toEpochMilli(), plan.json());
  }

  @Override
  public void putSilent(LastPlan plan) {
    database.update(
        "INSERT INTO last_plan (host, revision, observed_at, json) VALUES (?, ?, ?, ?) ON CONFLICT (host) DO UPDATE SET"
            + " answered = CASE WHEN answered = '' THEN json ELSE answered END,"
            + " revision = excluded.revision, observed_at = excluded.observed_at, json = excluded.json",
        plan.host(), plan.revision(), plan.observedAt().toEpochMilli(), plan.json());
  }

  @Override
  public Map<String, String> answered() {
    Map<String, String> plans = new HashMap<>();
    database.list(row -> Map.entry(row.getString("host"), row.getString("answered")),
        "SELECT host, answered FROM last_plan WHERE answered <> ''").forEach(plan -> plans.put(plan.getKey(), plan.getValue()));
    return plans;
  }

  @Override
  public Optional<LastPlan> of(String host) {
    return database.first(SqlitePlans::plan, "SELECT * FROM last_plan WHERE host = ?", host);
  }

  @Override
  public List<LastPlan> all() {
    return database.list(SqlitePlans::plan, "SELECT * FROM last_plan ORDER BY host");
  }

  @Override
  public void keepOnly(Set<String> hosts) {
    for (LastPlan plan : all()) {
      if (!hosts.contains(plan.host())) {
        database.update("DELETE FROM last_plan WHERE host = ?", plan.host());
      }
    }
  }

  private static LastPlan plan(ResultSet row) throws SQLException {
    return new LastPlan(
        row.getString("host"), row.getString("revision"), Instant.ofEpochMilli(row.getLong("observed_at")), row.getString("json"));
  }
}
