package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CoordinatorTest
class DataSourceTest {
  private final TransactionOperations<Connection> transactions;

  DataSourceTest(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, 30s",
    "lock_timeout, 10s",
    "idle_in_transaction_session_timeout, 10s"
  })
  void noConnectionCanHoldTheQueueUpForLong(String setting, String value) {
    assertThat(show(setting)).isEqualTo(value);
  }

  private String show(String setting) {
    return transactions.executeRead(
        status -> {
          try (var statement = status.getConnection().createStatement();
              var rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
