package dev.slipway.coordinator.ledger;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the database past all of our own code. */
@Singleton
public class TestQueries {
  private final TransactionOperations<Connection> transactions;

  TestQueries(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** The first column of the only row. */
  public <T> T one(Class<T> type, String sql, Object... parameters) {
    var all = all(type, sql, parameters);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " rows of: " + sql);
    }
    return all.getFirst();
  }

  /** How many. */
  public long count(String sql, Object... parameters) {
    return one(Long.class, sql, parameters);
  }

  /** The first column of every row. */
  public <T> List<T> all(Class<T> type, String sql, Object... parameters) {
    return transactions.executeRead(
        status -> {
          try (var statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            var found = new ArrayList<T>();
            for (var rows = statement.executeQuery(); rows.next(); ) {
              found.add(rows.getObject(1, type));
            }
            return found;
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        });
  }

  /** How many sessions of this database wait for a lock now. */
  public long waitingForLocks() {
    return count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
  }
}
