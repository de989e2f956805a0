package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Changes of builds after their submit that are not steps of their way. */
@Singleton
public class Amendments {
  private final TransactionOperations<Connection> transactions;
  private final AmendRepository repository;
  private final BuildReadRepository reader;
  private final Ledger ledger;

  Amendments(
      TransactionOperations<Connection> transactions,
      AmendRepository repository,
      BuildReadRepository reader,
      Ledger ledger) {
    this.transactions = transactions;
    this.repository = repository;
    this.reader = reader;
    this.ledger = ledger;
  }

  /**
   * Changes all of it or nothing, in one transaction. A priority that is the same already makes no
   * event. Blocks on the row of what was asked for, and on the chat's when the priority changes.
   *
   * @return false when the priority was to be changed and the build does not wait: nothing changed
   * @throws Refusal when the tenant has no such build
   */
  public boolean amend(BuildRef ref, Amendment amendment) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          // Before the chat: no other writer locks this row, so it closes no circle of locks.
          var priority = repository.lock(connection, ref);
          if (priority == null) {
            throw Refusal.notFound(ref.name());
          }
          if (!prioritize(ref, priority, amendment.priority())) {
            return false;
          }
          repository.amend(connection, ref, amendment);
          return true;
        });
  }

  private boolean prioritize(BuildRef ref, Priority from, @Nullable Priority to) {
    if (to == null) {
      return true;
    }
    if (to != from) {
      return ledger.ask(ref, new PriorityChanged(from, to));
    }
    var build = reader.find(ref.tenant(), ref.id());
    return build != null && !build.state().ended() && !build.state().active();
  }

  /**
   * Takes the mark of a dead letter away, in the caller's transaction. Blocks on the build's row.
   *
   * @return whether it had one
   */
  public boolean discard(Connection connection, BuildRef ref) {
    return repository.discard(connection, ref) > 0;
  }

  /**
   * Notes that a dead letter was requeued, and takes its mark away; safe to repeat. Blocks on the
   * build's row.
   *
   * @param as the build that the requeue made
   */
  public void requeued(BuildRef ref, BuildRef as) {
    transactions.executeWrite(
        transaction -> repository.requeued(transaction.getConnection(), ref, as.id()));
  }
}
