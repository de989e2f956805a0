package dev.slipway.coordinator.admit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.slipway.coordinator.admit.Batch.Outcome;
import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Chats;
import dev.slipway.coordinator.ledger.Chats.Arrival;
import dev.slipway.coordinator.ledger.Chats.Chat;
import dev.slipway.coordinator.ledger.Chats.ChatName;
import dev.slipway.coordinator.ledger.Chats.ProjectName;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewBuild;
import dev.slipway.coordinator.ledger.NewBuild.Slot;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives wishes their places and stores them, in the transaction of their batch. */
@Singleton
class Opening {
  private final Chats chats;
  private final Ledger ledger;
  private final Superseding superseding;
  private final InPlace inPlace;

  Opening(Chats chats, Ledger ledger, Superseding superseding, InPlace inPlace) {
    this.chats = chats;
    this.ledger = ledger;
    this.superseding = superseding;
    this.inPlace = inPlace;
  }

  /** A locked chat, and the place that was given last. */
  private static final class Seats {
    private final Chat chat;
    private long last;

    Seats(Chat chat, int arrivals) {
      this.chat = chat;
      this.last = chat.lastSequence() - arrivals;
    }

    long next() {
      return ++last;
    }
  }

  /** A wish that has its place, and the chat it is in. */
  record Placed(Wish wish, NewBuild build, @Nullable Chat chat) {}

  /**
   * Stores the builds and notes what became of each submission.
   *
   * @return what is refused; then nothing must be committed
   */
  Map<Submission, Refusal> open(
      Connection connection,
      List<Submission> submissions,
      Instant now,
      Map<Submission, Outcome> outcomes) {
    var locked = arrive(connection, submissions);
    Map<Submission, Refusal> refused = new HashMap<>();
    var placed = new ArrayList<Placed>();
    for (var submission : submissions) {
      try {
        var admitted = new ArrayList<Admitted>();
        for (var wish : submission.wishes()) {
          var one = place(connection, wish, submission.inPlace(), locked, now);
          placed.add(one);
          admitted.add(new Admitted(one.build().ref(), BuildRecord.opened(one.build(), now)));
        }
        outcomes.put(submission, new Outcome(admitted, null));
      } catch (Refusal refusal) {
        refused.put(submission, refusal);
      }
    }
    if (refused.isEmpty()) {
      // Sorted as every writer sorts, so that two of them meet the chats in the same order.
      ledger.open(
          connection,
          placed.stream()
              .map(Placed::build)
              .sorted(Comparator.comparingLong((NewBuild build) -> build.slot().chatNo()))
              .toList());
      superseding.apply(connection, placed, now);
    }
    return refused;
  }

  /** Makes projects and chats, and locks the chats. */
  private Map<ChatName, Seats> arrive(Connection connection, List<Submission> submissions) {
    var projects = new HashSet<ProjectName>();
    var arrivals = new HashMap<ChatName, Arrival>();
    for (var submission : submissions) {
      for (var wish : submission.wishes()) {
        var project = Objects.requireNonNullElse(wish.project(), Ids.PROJECT_DEFAULT);
        projects.add(new ProjectName(wish.tenant(), project));
        if (wish.chat() != null) {
          arrivals.merge(
              new ChatName(wish.tenant(), wish.chat()),
              new Arrival(
                  wish.tenant(),
                  wish.chat(),
                  project,
                  submission.inPlace() ? 0 : 1,
                  wish.priority().headStart().toMillis()),
              (a, b) ->
                  new Arrival(
                      a.tenant(),
                      a.chat(),
                      a.project(),
                      a.builds() + b.builds(),
                      Math.min(a.headStartMillis(), b.headStartMillis())));
        }
      }
    }
    Map<ChatName, Seats> locked = new HashMap<>();
    for (var chat :
        chats.arrive(connection, List.copyOf(projects), List.copyOf(arrivals.values()))) {
      var name = new ChatName(chat.tenant(), chat.chat());
      locked.put(name, new Seats(chat, Objects.requireNonNull(arrivals.get(name)).builds()));
    }
    return locked;
  }

  private Placed place(
      Connection connection,
      Wish wish,
      boolean inPlaceOfRetried,
      Map<ChatName, Seats> locked,
      Instant now) {
    if (wish.chat() == null) {
      return new Placed(wish, build(wish, Slot.alone(), project(wish, null), null, now), null);
    }
    var seats = Objects.requireNonNull(locked.get(new ChatName(wish.tenant(), wish.chat())));
    var chat = seats.chat;
    var project = project(wish, chat);
    if (inPlaceOfRetried) {
      var slot = inPlace.slot(connection, wish, chat);
      return new Placed(wish, build(wish, slot, project, null, now), chat);
    }
    var slot =
        new Slot(
            wish.chat(),
            chat.chatNo(),
            Slot.place(seats.next(), 0),
            chat.worstKey(),
            chat.maxParallel(),
            chat.blockedBy() != null);
    return new Placed(wish, build(wish, slot, project, debounce(connection, chat, now), now), chat);
  }

  private static String project(Wish wish, @Nullable Chat chat) {
    if (chat == null) {
      return Objects.requireNonNullElse(wish.project(), Ids.PROJECT_DEFAULT);
    }
    checkProject(wish, chat.project());
    return chat.project();
  }

  /**
   * A chat's builds are all of its project.
   *
   * @param project the chat's; null when there is no such chat yet
   */
  static void checkProject(Wish wish, @Nullable String project) {
    if (project != null && wish.project() != null && !wish.project().equals(project)) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "CHAT_IN_OTHER_PROJECT",
              "tenants/%s/chats/%s".formatted(wish.tenant(), wish.chat()),
              "Chat %s belongs to project %s, not %s. Leave the project out, or take another chat."
                  .formatted(wish.chat(), project, wish.project())));
    }
  }

  /** Until when the chat waits for more; null when it does not. */
  private @Nullable Instant debounce(Connection connection, Chat chat, Instant now) {
    var delay = chat.debounceDelay();
    var maxDelay = chat.debounceMaxDelay();
    if (delay == null || maxDelay == null) {
      return null;
    }
    var latest = chats.debounce(connection, chat.chatNo()).plus(maxDelay);
    var until = now.plus(delay);
    var bounded = until.isAfter(latest) ? latest : until;
    ledger.extendDebounce(connection, chat.chatNo(), bounded);
    return bounded;
  }

  private static NewBuild build(
      Wish wish, Slot slot, String project, @Nullable Instant debounced, Instant now) {
    return new NewBuild(
        new BuildRef(wish.tenant(), UuidCreator.getTimeOrderedEpoch()),
        project,
        slot,
        wish.messageId(),
        wish.createdBy(),
        wish.displayName(),
        wish.labels(),
        wish.spec(),
        wish.resources(),
        wish.priority(),
        wish.priority().sortKey(now),
        hold(wish.notBefore(), debounced, now),
        expiry(wish.queueTtl(), now),
        wish.requestId(),
        wish.requestId() == null ? null : wish.hash(),
        wish.retryOf());
  }

  /** The later of the two, if it is still to come. */
  private static @Nullable Hold hold(
      @Nullable Instant notBefore, @Nullable Instant debounced, Instant now) {
    if (notBefore != null
        && notBefore.isAfter(now)
        && (debounced == null || notBefore.isAfter(debounced))) {
      return new Hold(Hold.Kind.SCHEDULE, notBefore);
    }
    return debounced == null || !debounced.isAfter(now)
        ? null
        : new Hold(Hold.Kind.DEBOUNCE, debounced);
  }

  private static @Nullable Instant expiry(@Nullable Duration queueTtl, Instant now) {
    return queueTtl == null ? null : now.plus(queueTtl);
  }
}
