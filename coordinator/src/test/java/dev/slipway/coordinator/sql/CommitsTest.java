package dev.slipway.coordinator.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.loop.GroupCommit;
import io.micronaut.transaction.TransactionCallback;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A connection that breaks while a commit is under way says nothing of how the commit ended. */
@CoordinatorTest
class CommitsTest {
  private static final IllegalStateException CUT =
      new IllegalStateException("the connection broke");

  private final TransactionOperations<Connection> transactions;
  private final CommitRepository repository;
  private final TestRows rows;
  private final TestQueries queries;
  private final List<String> written = new ArrayList<>();

  CommitsTest(
      TransactionOperations<Connection> transactions,
      CommitRepository repository,
      TestRows rows,
      TestQueries queries) {
    this.transactions = transactions;
    this.repository = repository;
    this.rows = rows;
    this.queries = queries;
  }

  @Test
  void whatWasCommittedCountsThoughItsAnswerWasLost() {
    var commits = new Commits(new Breaking(Moment.AFTER_COMMIT), repository);

    assertThat(commits.write(this::insert)).isEqualTo(written.getFirst());

    assertThat(stored()).isOne();
  }

  @Test
  void whatWasNotCommittedFails() {
    var commits = new Commits(new Breaking(Moment.BEFORE_COMMIT), repository);

    assertThatThrownBy(() -> commits.write(this::insert)).isSameAs(CUT);

    assertThat(stored()).isZero();
  }

  @Test
  void whatFailsBeforeItsCommitIsAskedOfNobody() {
    var breaking = new Breaking(Moment.NEVER);
    var commits = new Commits(breaking, repository);

    assertThatThrownBy(
            () ->
                commits.write(
                    connection -> {
                      insert(connection);
                      throw CUT;
                    }))
        .isSameAs(CUT);

    assertThat(stored()).isZero();
    assertThat(breaking.calls).hasValue(1);
  }

  @Test
  void ofATransactionThatPostgresHasForgottenNobodyCanTell() {
    var commits = new Commits(new Breaking(Moment.AFTER_COMMIT), new Forgetful());

    assertThatThrownBy(() -> commits.write(this::insert)).isInstanceOf(GroupCommit.Unknown.class);
  }

  /** Its ids are far older than any that Postgres keeps. */
  private static final class Forgetful extends CommitRepository {
    @Override
    Optional<Long> id(Connection connection) {
      return Optional.of(1L);
    }

    @Override
    String fate(Connection connection, long xid) {
      return "forgotten";
    }
  }

  private String insert(Connection connection) {
    var tenant = "commits-" + System.nanoTime();
    written.add(tenant);
    try (var statement = connection.prepareStatement("INSERT INTO tenant (tenant_id) VALUES (?)")) {
      statement.setString(1, tenant);
      statement.executeUpdate();
      return tenant;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long stored() {
    return queries.count("SELECT count(*) FROM tenant WHERE tenant_id = ?", written.getFirst());
  }

  private enum Moment {
    NEVER,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  /** Breaks the first transaction, at a moment. */
  private final class Breaking implements TransactionOperations<Connection> {
    private final Moment moment;
    private final AtomicInteger calls = new AtomicInteger();

    Breaking(Moment moment) {
      this.moment = moment;
    }

    @Override
    public <R> R execute(
        TransactionDefinition definition, TransactionCallback<Connection, R> callback) {
      boolean first = calls.incrementAndGet() == 1;
      var result =
          transactions.execute(
              definition,
              status -> {
                R value = callback.call(status);
                if (first && moment == Moment.BEFORE_COMMIT) {
                  throw CUT;
                }
                return value;
              });
      if (first && moment == Moment.AFTER_COMMIT) {
        throw CUT;
      }
      return result;
    }

    @Override
    public Connection getConnection() {
      return transactions.getConnection();
    }

    @Override
    public boolean hasConnection() {
      return transactions.hasConnection();
    }

    @Override
    public Optional<? extends TransactionStatus<?>> findTransactionStatus() {
      return transactions.findTransactionStatus();
    }
  }
}
