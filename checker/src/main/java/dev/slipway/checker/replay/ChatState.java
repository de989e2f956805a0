package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One chat at one moment; written by {@link Chats} alone. */
public final class ChatState {
  private final TreeMap<Long, Row.Waiting> waiting = new TreeMap<>();
  private final TreeMap<Long, Integer> keys = new TreeMap<>();
  private final Map<UUID, Row.Active> active = new HashMap<>();
  private Row.@Nullable Head head;
  private int maxParallel = 1;

  /** Its head; null: none. */
  public Row.@Nullable Head head() {
    return head;
  }

  /** The first build that waits in it; null: none waits. */
  public Row.@Nullable Waiting firstWaiting() {
    var first = waiting.firstEntry();
    return first == null ? null : first.getValue();
  }

  /**
   * The best key of what waits in it.
   *
   * @throws java.util.NoSuchElementException when nothing waits
   */
  public long bestKey() {
    return keys.firstKey();
  }

  /** Whether one more of its builds could be active. */
  public boolean hasFreeSlot() {
    return active.size() < maxParallel;
  }

  void apply(Change change) {
    switch (change.row()) {
      case Row.Waiting _ -> {
        if (change.before() instanceof Row.Waiting before) {
          waiting.remove(before.place(), before);
          keys.computeIfPresent(before.sortKey(), (_, n) -> n == 1 ? null : n - 1);
        }
        if (change.after() instanceof Row.Waiting after) {
          waiting.put(after.place(), after);
          keys.merge(after.sortKey(), 1, Integer::sum);
        }
      }
      case Row.Head row -> {
        head = change.deletes() ? null : row;
        maxParallel = row.maxParallel();
      }
      case Row.Active row -> {
        if (change.deletes()) {
          active.remove(row.build());
        } else {
          active.put(row.build(), row);
        }
      }
      case Row.Chat chat -> maxParallel = chat.maxParallel();
      case Row.Requested _, Row.Ended _, Row.Quota _, Row.Pause _, Row.Tenant _ -> {}
    }
  }
}
