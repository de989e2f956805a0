package dev.slipway.coordinator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A build of the model. */
final class ModelBuild {
  final int number;
  final ModelChat chat;
  final long place;
  final Wanted wanted;
  final int retryOf;
  Priority priority;
  State state;
  Instant enqueued;
  Instant leased;
  Instant running;

  /** When it is given up unless it has started; null: never. */
  Instant expires;

  int requeuedAs;

  ModelBuild(int number, ModelChat chat, long place, Wanted wanted, int retryOf, State state) {
    this.number = number;
    this.chat = chat;
    this.place = place;
    this.wanted = wanted;
    this.retryOf = retryOf;
    this.priority = wanted.priority();
    this.state = state;
  }

  long sortKey() {
    return enqueued.minusSeconds(priority.headStartSeconds).toEpochMilli();
  }

  /** From the narrowest to the widest. */
  List<String> scopes() {
    return scopes(chat.tenant, chat.project, chat.id);
  }

  static List<String> scopes(String tenant, String project, String chat) {
    var scopes = new ArrayList<String>();
    if (chat != null) {
      scopes.add("tenants/" + tenant + "/chats/" + chat);
    }
    scopes.add("tenants/" + tenant + "/projects/" + project);
    scopes.add("tenants/" + tenant);
    scopes.add("cluster");
    return scopes;
  }

  /** Everything of it lies so much further back. */
  void age(Duration by) {
    enqueued = enqueued.minus(by);
    leased = earlier(leased, by);
    running = earlier(running, by);
    expires = earlier(expires, by);
    if (state.until() != null) {
      state = state.until(state.hold(), state.until().minus(by));
    }
  }

  private static Instant earlier(Instant time, Duration by) {
    return time == null ? null : time.minus(by);
  }

  View.Build view() {
    boolean expiring = expires != null && state.waiting();
    return new View.Build(
        number,
        "tenants/" + chat.tenant + "/" + chat.project + "/" + chat.id,
        place,
        state.phase(),
        state.attempts(),
        state.losses(),
        priority,
        state.ended() ? 0 : sortKey(),
        held(),
        expiring ? expires : null,
        state.stop(),
        state.sequence(),
        state.ended() ? state.reason() : "",
        state.deadLetter(),
        List.of(retryOf, state.by(), requeuedAs));
  }

  /** The end of a backoff is drawn, and so not compared. */
  private String held() {
    return switch (state.hold()) {
      case "", "BACKOFF" -> state.hold();
      default -> state.hold() + " until " + state.until();
    };
  }
}
