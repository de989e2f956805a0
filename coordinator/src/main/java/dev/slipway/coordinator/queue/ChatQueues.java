package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.queue.pause.KnownScope;
import dev.slipway.coordinator.submit.ManyBuilds;
import dev.slipway.v1.Build;
import dev.slipway.v1.ChatQueue;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;

/** What waits, runs and has ended in a chat, all from one snapshot. */
@Singleton
class ChatQueues {
  private final ChatQueueRepository repository;
  private final ManyBuilds many;
  private final TransactionOperations<Connection> transactions;

  ChatQueues(
      ChatQueueRepository repository,
      ManyBuilds many,
      TransactionOperations<Connection> transactions) {
    this.repository = repository;
    this.many = many;
    this.transactions = transactions;
  }

  /**
   * The queue of a chat.
   *
   * @param most builds in each of its lists, 1 to 1,000
   */
  ChatQueue of(KnownScope chat, int most) {
    long chatNo = Objects.requireNonNull(chat.chatNo(), "the scope of a chat");
    return transactions.execute(
        snapshot(),
        _ -> {
          // protoc numbers the two: pending_count is also what it calls the length of pending.
          var queue =
              ChatQueue.newBuilder()
                  .addAllPending1(explained(many.byId(repository.pending(chatNo, most))))
                  .addAllRunning(many.byId(repository.running(chatNo, most)))
                  .addAllRecent(many.byId(repository.recent(chatNo, most)))
                  .setPendingCount4(repository.countPending(chatNo));
          var blockedBy = repository.blockedBy(chatNo);
          if (blockedBy != null) {
            queue.setBlockedBy(
                new BuildRef(Objects.requireNonNull(chat.tenant()), blockedBy).name());
          }
          return queue.build();
        });
  }

  /** The seam for the room {@code explain}: it sets queue_status, which nobody knows yet. */
  private static List<Build> explained(List<Build> pending) {
    return pending;
  }

  private static DefaultTransactionDefinition snapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(Isolation.REPEATABLE_READ);
    return definition;
  }
}
