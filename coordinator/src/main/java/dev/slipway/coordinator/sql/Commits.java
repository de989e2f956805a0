package dev.slipway.coordinator.sql;

import dev.slipway.coordinator.loop.GroupCommit;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes in transactions of which it is known afterwards whether they were committed. The
 * connection can break while the commit is under way; whoever then takes it for failed and writes
 * again has written twice, and a lease that was committed would never be launched.
 */
@Singleton
public class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /** A restart of the database fits in. */
  private static final Duration ASK_FOR = Duration.ofSeconds(20);

  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final TransactionOperations<Connection> transactions;
  private final CommitRepository repository;

  Commits(TransactionOperations<Connection> transactions, CommitRepository repository) {
    this.transactions = transactions;
    this.repository = repository;
  }

  /** What a transaction would give, and its id. */
  private record Done<T>(T value, Optional<Long> xid) {}

  /**
   * Does the work in a transaction of its own. When its commit ends with an error, Postgres is
   * asked what became of it: blocks for that, 20 s at most.
   *
   * @return what the work gave, once that is committed
   * @throws GroupCommit.Unknown when nobody can tell whether it was
   * @throws RuntimeException when it was not
   */
  public <T> T write(Function<Connection, T> work) {
    @Nullable Done<T>[] done = holder();
    try {
      return transactions
          .executeWrite(
              transaction -> {
                done[0] = null;
                var connection = transaction.getConnection();
                done[0] = new Done<>(work.apply(connection), repository.id(connection));
                return done[0];
              })
          .value();
    } catch (RuntimeException e) {
      var before = done[0];
      if (before == null || before.xid().isEmpty()) {
        throw e;
      }
      if (committed(before.xid().get(), e)) {
        log.warn("a commit ended with an error and is committed all the same: {}", e.toString());
        return before.value();
      }
      throw e;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Done<T>[] holder() {
    return new Done[1];
  }

  private boolean committed(long xid, RuntimeException error) {
    long end = System.nanoTime() + ASK_FOR.toNanos();
    RuntimeException last = error;
    while (System.nanoTime() < end) {
      try {
        switch (transactions.executeRead(
            transaction -> repository.fate(transaction.getConnection(), xid))) {
          case "committed" -> {
            return true;
          }
          case "aborted" -> {
            return false;
          }
          case "in progress" -> {}
          default -> throw new GroupCommit.Unknown(error);
        }
      } catch (GroupCommit.Unknown forgotten) {
        throw forgotten;
      } catch (RuntimeException away) {
        last = away;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(ASK_AGAIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    log.warn("nobody can tell whether transaction {} was committed: {}", xid, last.toString());
    throw new GroupCommit.Unknown(error);
  }
}
