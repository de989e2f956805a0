package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Amendments;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.submit.ManyBuilds;
import dev.slipway.coordinator.submit.Repeats;
import dev.slipway.v1.Build;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;

/** What somebody does about builds that the platform could not bring to an end. */
@Singleton
class DeadLetters {
  private final Builds builds;
  private final ManyBuilds many;
  private final Repeats repeats;
  private final Amendments amendments;
  private final Ledger ledger;
  private final DeadLetterRepository repository;
  private final TransactionOperations<Connection> transactions;

  DeadLetters(
      Builds builds,
      ManyBuilds many,
      Repeats repeats,
      Amendments amendments,
      Ledger ledger,
      DeadLetterRepository repository,
      TransactionOperations<Connection> transactions) {
    this.builds = builds;
    this.many = many;
    this.repeats = repeats;
    this.amendments = amendments;
    this.ledger = ledger;
    this.repository = repository;
    this.transactions = transactions;
  }

  /**
   * Queues a dead letter again and takes its mark away. The new build is committed first, with a
   * request_id that follows from the old one: after a crash in between, a repeat finds it and takes
   * the mark away then.
   *
   * @return the new build; for one that was requeued before, the build of then
   * @throws Refusal when it is no dead letter, or there is no such build
   */
  Build requeue(BuildRef ref) {
    var letter = builds.get(ref);
    if (letter.requeuedAs() != null) {
      return now(letter.requeuedAs());
    }
    if (letter.deadLetterTime() == null) {
      throw noDeadLetter(
          letter, "Only a dead letter can be requeued; RetryBuild repeats any other.");
    }
    var made = repeats.repeat(letter, "requeue/" + ref.id(), "requeue/" + ref.id());
    amendments.requeued(ref, BuildRef.ofRequest(made.getName()));
    return made;
  }

  /**
   * Takes the mark away and lets the chat go on that the build blocks, in one transaction. One that
   * was discarded before stays as it is.
   *
   * @throws Refusal when it is no dead letter and blocks nothing, or there is no such build
   */
  Build discard(BuildRef ref) {
    var letter = builds.get(ref);
    boolean discarded =
        transactions.executeWrite(
            transaction -> {
              var connection = transaction.getConnection();
              // The chat before the build, as every writer locks them.
              boolean unblocked =
                  letter.chatId() != null
                      && letter.state().ended()
                      && ledger.unblock(connection, letter.chatNo(), ref.id());
              return amendments.discard(connection, ref) || unblocked;
            });
    if (!discarded && !repository.wasDiscarded(ref.tenant(), ref.id())) {
      throw noDeadLetter(letter, "It is no dead letter and blocks no chat: nothing to discard.");
    }
    return now(ref.id());
  }

  private Build now(UUID build) {
    return many.byId(List.of(build)).getFirst();
  }

  private static Refusal noDeadLetter(BuildRecord build, String message) {
    return new Refusal(new Refusal.Kind.WrongState("NO_DEAD_LETTER", build.ref().name(), message));
  }
}
