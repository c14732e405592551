package io.pvefleet.app.store;

import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What waits, as rows. */
record SqliteWaiting(Database database) implements Waiting {

  private record Row(int vmid, String path, Instant since) {}

  @Override
  public Map<Integer, Map<String, Instant>> of(String host) {
    Map<Integer, Map<String, Instant>> all = new HashMap<>();
    database.list(
            row -> new Row(row.getInt("vmid"), row.getString("path"), Instant.ofEpochMilli(row.getLong("since"))),
            "SELECT vmid, path, since FROM waiting WHERE host = ?", host)
        .forEach(row -> all.computeIfAbsent(row.vmid(), vmid -> new HashMap<>()).put(row.path(), row.since()));
    return all;
  }

  @Override
  public void put(String host, int vmid, Map<String, Instant> since) {
    database.write(connection -> {
      try (PreparedStatement delete = connection.prepareStatement("DELETE FROM waiting WHERE host = ? AND vmid = ?")) {
        delete.setString(1, host);
        delete.setInt(2, vmid);
        delete.executeUpdate();
      }
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO waiting (host, vmid, path, since) VALUES (?, ?, ?, ?)")) {
        for (Map.Entry<String, Instant> one : since.entrySet()) {
          insert.setString(1, host);
          insert.setInt(2, vmid);
          insert.setString(3, one.getKey());
          insert.setLong(4, one.getValue().toEpochMilli());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      return since.size();
    });
  }
}
