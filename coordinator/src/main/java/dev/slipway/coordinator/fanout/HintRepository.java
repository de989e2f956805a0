package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.sql.BatchRepository;
import io.micronaut.context.annotation.Property;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hints between coordinators, by NOTIFY and LISTEN: a few ids of builds, or none. */
@Singleton
class HintRepository extends BatchRepository {
  /** How listening connections are known to others; each has its own name. */
  private static final String LISTENER = "slipway-watch-";

  private final String name = LISTENER + UUID.randomUUID();
  private final String url;
  private final Properties properties = new Properties();

  HintRepository(
      @Property(name = "datasources.default.url") String url,
      @Property(name = "datasources.default.username") @Nullable String username,
      @Property(name = "datasources.default.password") @Nullable String password) {
    this.url = url;
    if (username != null) {
      properties.setProperty("user", username);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "5");
  }

  /** Opens a connection that listens; not one of the pool's. The caller closes it. Blocks. */
  Connection listen() {
    Connection connection = null;
    try {
      connection = DriverManager.getConnection(url, properties);
      try (var statement = connection.createStatement()) {
        statement.execute("LISTEN slipway_watch");
      }
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw new DataAccessException("listen for hints: " + e.getMessage(), e);
    }
  }

  /** Closes it, if it is one. */
  static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException broken) {
        // It is gone either way.
      }
    }
  }

  /** What was said since the last call. Blocks up to so long for something. */
  List<String> hear(Connection listening, int millis) {
    try {
      PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications(millis);
      return heard == null
          ? List.of()
          : Stream.of(heard).map(PGNotification::getParameter).toList();
    } catch (SQLException e) {
      throw new DataAccessException("hear hints: " + e.getMessage(), e);
    }
  }

  /** Whether another coordinator listens, so that a hint would be heard. */
  boolean othersListen(Connection connection) {
    return over(
            connection,
            List.of(name),
            """
            SELECT 1 AS one
              FROM unnest(?) AS own (name)
             WHERE EXISTS (SELECT 1
                             FROM pg_stat_activity
                            WHERE datname = current_database()
                              AND application_name LIKE 'slipway-watch-%'
                              AND application_name <> own.name)
            """)
        .texts(own -> own)
        .query(row -> row.getInt("one"))
        .stream()
        .findAny()
        .isPresent();
  }

  /** Says these things, at the end of the transaction. */
  void say(Connection connection, List<String> hints) {
    over(
            connection,
            hints,
            """
            SELECT pg_notify('slipway_watch', hint) AS said
              FROM unnest(?) AS hint
            """)
        .texts(hint -> hint)
        .query(row -> 1);
  }
}
