package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.queue.pause.KnownScope;
import dev.slipway.coordinator.submit.Explained;
import dev.slipway.coordinator.submit.ManyBuilds;
import dev.slipway.v1.ChatQueue;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Objects;

/** What waits, runs and has ended in a chat, all from one snapshot. */
@Singleton
class ChatQueues {
  private final ChatQueueRepository repository;
  private final ManyBuilds many;
  private final Explained explained;
  private final TransactionOperations<Connection> transactions;

  ChatQueues(
      ChatQueueRepository repository,
      ManyBuilds many,
      Explained explained,
      TransactionOperations<Connection> transactions) {
    this.repository = repository;
    this.many = many;
    this.explained = explained;
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
          var queue =
              ChatQueue.newBuilder()
                  .addAllRunning(many.byId(repository.running(chatNo, most)))
                  .addAllRecent(many.byId(repository.recent(chatNo, most)))
                  .setPendingTotal(repository.countPending(chatNo));
          for (var id : repository.pending(chatNo, most)) {
            queue.addPending(
                explained.get(new BuildRef(Objects.requireNonNull(chat.tenant()), id)));
          }
          var blockedBy = repository.blockedBy(chatNo);
          if (blockedBy != null) {
            queue.setBlockedBy(
                new BuildRef(Objects.requireNonNull(chat.tenant()), blockedBy).name());
          }
          return queue.build();
        });
  }

  private static DefaultTransactionDefinition snapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(Isolation.REPEATABLE_READ);
    return definition;
  }
}
