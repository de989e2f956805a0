package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Chats;
import dev.slipway.coordinator.ledger.Chats.Chat;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewBuild;
import dev.slipway.coordinator.ledger.NewBuild.Slot;
import jakarta.inject.Singleton;
import java.sql.Connection;

/** The retry of a build that blocks its chat takes its place, before all that waits there. */
@Singleton
class InPlace {
  private final Chats chats;
  private final Ledger ledger;

  InPlace(Chats chats, Ledger ledger) {
    this.chats = chats;
    this.ledger = ledger;
  }

  /** The place right behind the one that is repeated; the chat goes on. The chat is locked. */
  Slot slot(Connection connection, Wish wish, Chat chat) {
    var retried = wish.retryOf();
    if (retried == null || !retried.equals(chat.blockedBy())) {
      throw new Refusal(
          new Refusal.Kind.Conflict(
              "tenants/%s/chats/%s".formatted(chat.tenant(), chat.chat()),
              "The chat is not blocked by that build any more: somebody looked after it meanwhile."
                  + " Look again."));
    }
    long place = chats.place(connection, chat.chatNo(), retried) + 1;
    if (place % NewBuild.TAKES == 0) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "RETRIED_TOO_OFTEN",
              "tenants/%s/chats/%s".formatted(chat.tenant(), chat.chat()),
              "This build was repeated %d times in its place, the limit. Discard it and submit a new one."
                  .formatted(NewBuild.TAKES - 1)));
    }
    ledger.unblock(connection, chat.chatNo(), retried);
    return new Slot(wish.chat(), chat.chatNo(), place, chat.worstKey(), chat.maxParallel(), false);
  }
}
