package dev.slipway.coordinator.repeat;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.repeat.RepeatRepository.Answered;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a call be made once, and gives its repeats the same answer. */
@Singleton
class AnsweredCalls {
  private final TransactionOperations<Connection> transactions;
  private final RepeatRepository repository;

  AnsweredCalls(TransactionOperations<Connection> transactions, RepeatRepository repository) {
    this.transactions = transactions;
    this.repository = repository;
  }

  /**
   * Makes the call, in one transaction with the note that it was made; or finds its answer. What it
   * throws is thrown, and nothing is noted.
   *
   * @param call its answer; null: it went wrong, and is to be undone
   * @return what an earlier call was answered; null: there was none, and it was made now
   * @throws Refusal when the request_id was used for another call
   */
  byte @Nullable [] once(RepeatKey key, Supplier<byte @Nullable []> call) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          if (!note(connection, key)) {
            return answer(key, find(connection, key));
          }
          var answer = call.get();
          if (answer == null) {
            transaction.setRollbackOnly();
          } else {
            keep(connection, key, answer);
          }
          return null;
        });
  }

  /**
   * As {@link #once}, for a call that is made in transactions of its own and may be made twice
   * without harm: a crash before the note lets its repeat do the rest.
   */
  byte @Nullable [] afterwards(RepeatKey key, Supplier<byte @Nullable []> call) {
    var earlier = transactions.executeRead(transaction -> find(transaction.getConnection(), key));
    if (earlier != null) {
      return answer(key, earlier);
    }
    var answer = call.get();
    if (answer != null) {
      transactions.executeWrite(
          transaction -> {
            var connection = transaction.getConnection();
            if (note(connection, key)) {
              keep(connection, key, answer);
            }
            return null;
          });
    }
    return null;
  }

  private static byte[] answer(RepeatKey key, @Nullable Answered earlier) {
    if (earlier == null || !earlier.hash().equals(key.hash())) {
      throw new Refusal(
          new Refusal.Kind.RequestIdTaken(
              key.requestId(),
              "request_id \"%s\" was used for another call. Use a new one."
                  .formatted(key.requestId())));
    }
    return earlier.answer();
  }

  private boolean note(Connection connection, RepeatKey key) {
    try {
      repository.forgetOld(connection);
      return repository.begin(connection, key);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private @Nullable Answered find(Connection connection, RepeatKey key) {
    try {
      return repository.find(connection, key);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private void keep(Connection connection, RepeatKey key, byte[] answer) {
    try {
      repository.answer(connection, key, answer);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static DataAccessException unreadable(SQLException e) {
    return new DataAccessException("what calls were answered cannot be read or written", e);
  }
}
