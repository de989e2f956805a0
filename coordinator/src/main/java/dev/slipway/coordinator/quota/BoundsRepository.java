package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the bounds on submits read, and the locks under which they count. All of it in the
 * transaction of the submits, on whose connection it runs.
 */
@Singleton
class BoundsRepository {
  /** The first half of our advisory locks' keys, so that they are nobody else's. */
  private static final int LOCKS = 4_001;

  /** The bounds that someone set for these scopes. */
  List<Bound> bounds(Connection connection, Collection<String> scopes) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT scope, chat_no, CAST(queued AS bigint), CAST(builds_per_hour AS bigint), storage_bytes
              FROM quota
             WHERE scope = ANY (?)
            """)) {
      statement.setArray(1, connection.createArrayOf("text", scopes.toArray()));
      var bounds = new ArrayList<Bound>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var scope = Scope.parse(rows.getString(1)).orElseThrow();
          var chatNo = rows.getObject(2, Long.class);
          add(bounds, scope, chatNo, Resource.QUEUED, rows.getObject(3, Long.class));
          add(bounds, scope, chatNo, Resource.BUILDS_PER_HOUR, rows.getObject(4, Long.class));
          add(bounds, scope, chatNo, Resource.STORAGE_BYTES, rows.getObject(5, Long.class));
        }
      }
      return bounds;
    }
  }

  private static void add(
      List<Bound> to, Scope scope, @Nullable Long chatNo, Resource resource, @Nullable Long limit) {
    if (limit != null) {
      to.add(new Bound(scope, chatNo, resource, limit));
    }
  }

  /**
   * Takes a lock for each key until the transaction ends, in the order of the keys.
   *
   * @param alone by key: true waits for all others that hold it, false only for one that has it
   *     alone
   */
  void lock(Connection connection, SortedMap<Integer, Boolean> alone) throws SQLException {
    // A row's lock is taken when the row is made, and unnest keeps the order.
    try (var statement =
        connection.prepareStatement(
            """
            SELECT CASE
                     WHEN alone THEN pg_advisory_xact_lock(?, key)
                     ELSE pg_advisory_xact_lock_shared(?, key)
                   END
              FROM unnest(?, ?) AS wanted (key, alone)
            """)) {
      statement.setInt(1, LOCKS);
      statement.setInt(2, LOCKS);
      statement.setArray(3, connection.createArrayOf("int4", alone.keySet().toArray()));
      statement.setArray(4, connection.createArrayOf("bool", alone.values().toArray()));
      statement.execute();
    }
  }

  /** Bytes of a tenant's sources and of what its builds made. Reads a row for each of them. */
  long storage(Connection connection, String tenant) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT coalesce((SELECT sum(s.size_bytes)
                               FROM source s
                              WHERE s.tenant_id = ?), 0)
                 + coalesce((SELECT sum(a.size_bytes)
                               FROM build_request r
                               JOIN artifact a ON a.build_id = r.build_id
                              WHERE r.tenant_id = ?), 0)
            """)) {
      statement.setString(1, tenant);
      statement.setString(2, tenant);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * Builds that ended in the last minute, counted no further than 60.
   *
   * @param tenant null: of all
   */
  int endedLastMinute(Connection connection, @Nullable String tenant) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT count(*)
              FROM (SELECT 1
                      FROM build_ended
                     WHERE end_time > now() - interval '1 minute'
                       AND (CAST(? AS text) IS NULL OR tenant_id = CAST(? AS text))
                     LIMIT 60) ended
            """)) {
      statement.setString(1, tenant);
      statement.setString(2, tenant);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
