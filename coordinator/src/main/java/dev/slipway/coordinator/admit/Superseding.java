package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.admit.Opening.Placed;
import dev.slipway.coordinator.build.BuildEvent.Superseded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.Chats;
import dev.slipway.coordinator.ledger.Chats.Unended;
import dev.slipway.coordinator.ledger.Ledger;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a new build take the turn of older ones of its chat, as the chat or the build wants it. */
@Singleton
class Superseding {
  private final Chats chats;
  private final Ledger ledger;
  private final AdmitRepository repository;

  Superseding(Chats chats, Ledger ledger, AdmitRepository repository) {
    this.chats = chats;
    this.ledger = ledger;
    this.repository = repository;
  }

  /** In the transaction that stored the builds; their chats are locked. */
  void apply(Connection connection, List<Placed> placed, Instant now) {
    for (var one : placed) {
      var chat = one.chat();
      if (chat == null) {
        continue;
      }
      var policy = one.wish().supersede();
      var how = policy == null ? Supersede.valueOf(chat.supersede()) : policy;
      if (how != Supersede.KEEP_ALL) {
        supersede(connection, one, chat.chatNo(), how, now);
      }
    }
  }

  private void supersede(
      Connection connection, Placed newer, long chatNo, Supersede how, Instant now) {
    var ref = newer.build().ref();
    List<BuildRef> older = new ArrayList<>();
    for (var build : chats.unended(connection, chatNo)) {
      if (build.build().equals(ref)) {
        break;
      }
      if (takes(build, how, ref.tenant(), chatNo, now)) {
        older.add(build.build());
      }
    }
    if (!older.isEmpty()) {
      ledger.askAll(older, new Superseded(ref.id(), "Superseded by " + ref.name() + "."));
    }
  }

  private boolean takes(Unended build, Supersede how, String tenant, long chatNo, Instant now) {
    if (!build.active()) {
      return true;
    }
    return switch (how) {
      case KEEP_ALL, SKIP_INTERMEDIATE -> false;
      case CANCEL_RUNNING -> true;
      case SMART -> worthIt(build.started(), repository.medianMillis(tenant, chatNo), now);
    };
  }

  /**
   * Whether more is left of it than was done: half a build is worth finishing. One that has not
   * started has everything left; one whose length nobody knows is cancelled.
   */
  static boolean worthIt(@Nullable Instant started, @Nullable Long medianMillis, Instant now) {
    if (started == null || medianMillis == null) {
      return true;
    }
    long done = Duration.between(started, now).toMillis();
    return medianMillis - done > done;
  }
}
