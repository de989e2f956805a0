package dev.slipway.coordinator.verify;

import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.coordinator.ledger.TestQueries;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A database that no other test writes to, with {@link History} in it. */
final class CheckedDatabase implements AutoCloseable {
  private static final String URL = "datasources.default.url";

  private final ApplicationContext context;
  private final TransactionOperations<Connection> transactions;

  CheckedDatabase() throws SQLException {
    this(Map.of());
  }

  /**
   * @param settings of the coordinator, besides the data source
   */
  @SuppressWarnings("unchecked")
  CheckedDatabase(Map<String, Object> settings) throws SQLException {
    Map<String, Object> properties = new HashMap<>(TestDatabase.properties());
    properties.putAll(settings);
    String shared = property(URL);
    String name = "checked_" + UUID.randomUUID().toString().replace('-', '_');
    try (var connection =
            DriverManager.getConnection(
                shared,
                property("datasources.default.username"),
                property("datasources.default.password"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    properties.put(URL, shared.substring(0, shared.lastIndexOf('/') + 1) + name);
    context = ApplicationContext.builder().banner(false).properties(properties).start();
    transactions = context.getBean(TransactionOperations.class);
    execute(History.ROWS);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** What is seen after some statements, which then never were. */
  <T> T after(String statements, Supplier<T> look) {
    return transactions.executeWrite(
        status -> {
          execute(status.getConnection(), statements);
          T seen = look.get();
          status.setRollbackOnly();
          return seen;
        });
  }

  /** Statements in a transaction of their own. */
  void execute(String statements) {
    transactions.executeWrite(
        status -> {
          execute(status.getConnection(), statements);
          return null;
        });
  }

  /** Blocks until somebody waits for a lock of this database. */
  void awaitWaitForLock() {
    Awaitility.await()
        .until(
            () ->
                context
                    .getBean(TestQueries.class)
                    .count(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
                            + " datname = current_database()"),
            waiting -> waiting > 0);
  }

  private static void execute(Connection connection, String statements) {
    try (var statement = connection.createStatement()) {
      statement.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException(statements, e);
    }
  }

  private static String property(String name) {
    return (String) TestDatabase.properties().get(name);
  }

  @Override
  public void close() {
    context.close();
  }
}
