package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.Scope.Cluster;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts of waiting builds and of submits, no further than a limit. On the connection of the
 * submits' transaction; one statement for all scopes of a kind, and a statement for each kind, so
 * that every plan is the one index that serves it.
 */
@Singleton
class CountsRepository {
  /**
   * A count.
   *
   * @param used no further than the limit
   * @param roomInMillis of submits in an hour: when the oldest of those counted leaves it; null:
   *     none
   */
  record Counted(long used, @Nullable Long roomInMillis) {}

  /** Builds that wait, for bounds that are all of one kind of scope; in their order. */
  List<Counted> waiting(Connection connection, Class<? extends Scope> kind, List<Bound> bounds)
      throws SQLException {
    try (var statement = connection.prepareStatement(waitingOf(kind))) {
      return counted(connection, statement, kind, bounds, null);
    }
  }

  private static String waitingOf(Class<? extends Scope> kind) {
    if (kind == Cluster.class) {
      return """
      SELECT (SELECT count(*) FROM (SELECT 1 FROM build_waiting LIMIT b.most) counted), CAST(NULL AS bigint)
        FROM unnest(?) WITH ORDINALITY AS b (most, at)
       ORDER BY b.at
      """;
    }
    if (kind == OfTenant.class) {
      return """
      SELECT (SELECT count(*)
                FROM (SELECT 1
                        FROM build_waiting w
                       WHERE w.tenant_id = b.tenant_id
                       LIMIT b.most) counted),
             CAST(NULL AS bigint)
        FROM unnest(?, ?) WITH ORDINALITY AS b (most, tenant_id, at)
       ORDER BY b.at
      """;
    }
    if (kind == OfProject.class) {
      return """
      SELECT (SELECT count(*)
                FROM (SELECT 1
                        FROM build_waiting w
                       WHERE w.tenant_id = b.tenant_id
                         AND w.project_id = b.project_id
                       LIMIT b.most) counted),
             CAST(NULL AS bigint)
        FROM unnest(?, ?, ?) WITH ORDINALITY AS b (most, tenant_id, project_id, at)
       ORDER BY b.at
      """;
    }
    return """
    SELECT (SELECT count(*)
              FROM (SELECT 1
                      FROM build_waiting w
                     WHERE w.chat_no = b.chat_no
                     LIMIT b.most) counted),
           CAST(NULL AS bigint)
      FROM unnest(?, ?) WITH ORDINALITY AS b (most, chat_no, at)
     ORDER BY b.at
    """;
  }

  /**
   * Submits of the last 60 minutes, for bounds that are all of one kind of scope; in their order.
   *
   * @param since {@link SubmitIds#ofTheLastHour}
   */
  List<Counted> submits(
      Connection connection, Class<? extends Scope> kind, List<Bound> bounds, UUID since)
      throws SQLException {
    try (var statement = connection.prepareStatement(submitsOf(kind))) {
      return counted(connection, statement, kind, bounds, since);
    }
  }

  private static String submitsOf(Class<? extends Scope> kind) {
    if (kind == Cluster.class) {
      return """
      SELECT counted.used, counted.room_in_millis
        FROM unnest(?) WITH ORDINALITY AS b (most, at)
       CROSS JOIN LATERAL
             (SELECT count(*) AS used,
                     CAST(1000 * extract(epoch FROM min(create_time) + interval '60 minutes' - now()) AS bigint)
                       AS room_in_millis
                FROM (SELECT r.create_time
                        FROM build_request r
                       WHERE r.build_id >= ?
                         AND r.create_time > now() - interval '60 minutes'
                       ORDER BY r.build_id DESC
                       LIMIT b.most) newest) counted
       ORDER BY b.at
      """;
    }
    if (kind == OfTenant.class) {
      return """
      SELECT counted.used, counted.room_in_millis
        FROM unnest(?, ?) WITH ORDINALITY AS b (most, tenant_id, at)
       CROSS JOIN LATERAL
             (SELECT count(*) AS used,
                     CAST(1000 * extract(epoch FROM min(create_time) + interval '60 minutes' - now()) AS bigint)
                       AS room_in_millis
                FROM (SELECT r.create_time
                        FROM build_request r
                       WHERE r.tenant_id = b.tenant_id
                         AND r.build_id >= ?
                         AND r.create_time > now() - interval '60 minutes'
                       ORDER BY r.build_id DESC
                       LIMIT b.most) newest) counted
       ORDER BY b.at
      """;
    }
    if (kind == OfProject.class) {
      return """
      SELECT counted.used, counted.room_in_millis
        FROM unnest(?, ?, ?) WITH ORDINALITY AS b (most, tenant_id, project_id, at)
       CROSS JOIN LATERAL
             (SELECT count(*) AS used,
                     CAST(1000 * extract(epoch FROM min(create_time) + interval '60 minutes' - now()) AS bigint)
                       AS room_in_millis
                FROM (SELECT r.create_time
                        FROM build_request r
                       WHERE r.tenant_id = b.tenant_id
                         AND r.project_id = b.project_id
                         AND r.build_id >= ?
                         AND r.create_time > now() - interval '60 minutes'
                       ORDER BY r.build_id DESC
                       LIMIT b.most) newest) counted
       ORDER BY b.at
      """;
    }
    return """
    SELECT counted.used, counted.room_in_millis
      FROM unnest(?, ?) WITH ORDINALITY AS b (most, chat_no, at)
     CROSS JOIN LATERAL
           (SELECT count(*) AS used,
                   CAST(1000 * extract(epoch FROM min(create_time) + interval '60 minutes' - now()) AS bigint)
                     AS room_in_millis
              FROM (SELECT r.create_time
                      FROM build_request r
                     WHERE r.chat_no = b.chat_no
                       AND r.build_id >= ?
                       AND r.create_time > now() - interval '60 minutes'
                     ORDER BY r.build_id DESC
                     LIMIT b.most) newest) counted
     ORDER BY b.at
    """;
  }

  private static List<Counted> counted(
      Connection connection,
      PreparedStatement statement,
      Class<? extends Scope> kind,
      List<Bound> bounds,
      @Nullable UUID since)
      throws SQLException {
    int at = 1;
    statement.setArray(at++, array(connection, "int8", bounds, Bound::limit));
    if (kind == OfTenant.class || kind == OfProject.class) {
      statement.setArray(at++, array(connection, "text", bounds, CountsRepository::tenant));
    }
    if (kind == OfProject.class) {
      statement.setArray(at++, array(connection, "text", bounds, CountsRepository::project));
    }
    if (kind == OfChat.class) {
      statement.setArray(at++, array(connection, "int8", bounds, Bound::chatNo));
    }
    if (since != null) {
      statement.setObject(at, since);
    }
    var counted = new ArrayList<Counted>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        counted.add(new Counted(rows.getLong(1), rows.getObject(2, Long.class)));
      }
    }
    return counted;
  }

  private interface Value {
    @Nullable Object of(Bound bound);
  }

  private static Array array(Connection connection, String type, List<Bound> bounds, Value value)
      throws SQLException {
    var values = new Object[bounds.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.of(bounds.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  private static @Nullable Object tenant(Bound bound) {
    return switch (bound.scope()) {
      case OfTenant of -> of.tenant();
      case OfProject of -> of.tenant();
      case Cluster _, OfChat _ -> null;
    };
  }

  private static @Nullable Object project(Bound bound) {
    return bound.scope() instanceof OfProject of ? of.project() : null;
  }
}
