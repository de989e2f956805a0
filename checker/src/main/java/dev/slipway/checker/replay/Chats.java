package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The states of each chat that certainly were. Transactions of one chat that overlap are taken
 * together, because the state between them may never have been.
 */
public final class Chats {

  /** Told of each state of each chat. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param last the change that led here
     * @param isEnd whether nothing happened to the chat after it
     */
    void state(long chat, ChatState state, Change last, boolean isEnd);
  }

  private Chats() {}

  /** Calls back for each state, chat by chat. */
  public static void replay(History history, Visitor visitor) {
    var chats = new LinkedHashMap<Long, List<Change>>();
    for (var change : history.changes()) {
      chat(change.row())
          .ifPresent(chat -> chats.computeIfAbsent(chat, _ -> new ArrayList<>()).add(change));
    }
    chats.forEach((chat, changes) -> replay(chat, changes, visitor));
  }

  private static void replay(long chat, List<Change> changes, Visitor visitor) {
    var state = new ChatState();
    var groups = groups(changes);
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      group.forEach(state::apply);
      visitor.state(chat, state, group.getLast(), i == groups.size() - 1);
    }
  }

  /** Cuts where everything before had certainly committed for everything after. */
  private static List<List<Change>> groups(List<Change> changes) {
    Map<Long, List<Change>> transactions = new LinkedHashMap<>();
    changes.forEach(
        change -> transactions.computeIfAbsent(change.xid(), _ -> new ArrayList<>()).add(change));
    var byEnd = new ArrayList<>(transactions.values());
    byEnd.sort(Comparator.comparingLong(transaction -> transaction.getLast().no()));
    var sawAfter = sawAfter(byEnd);
    var groups = new ArrayList<List<Change>>();
    var group = new ArrayList<Change>();
    var unseen = new ArrayList<Long>();
    for (int i = 0; i < byEnd.size(); i++) {
      group.addAll(byEnd.get(i));
      unseen.add(byEnd.get(i).getFirst().xid());
      if (i < byEnd.size() - 1) {
        unseen.removeIf(sawAfter.get(i)::sees);
      }
      if (i == byEnd.size() - 1 || unseen.isEmpty()) {
        groups.add(sorted(group));
        group.clear();
      }
    }
    return groups;
  }

  /** For each transaction, what all behind it had seen at their ends. */
  private static List<Snapshot> sawAfter(List<List<Change>> byEnd) {
    var result = new ArrayDeque<Snapshot>();
    for (int i = byEnd.size() - 1; i > 0; i--) {
      var saw = byEnd.get(i).getLast().snapshot();
      result.addFirst(result.isEmpty() ? saw : Snapshot.earlier(saw, result.getFirst()));
    }
    return List.copyOf(result);
  }

  private static List<Change> sorted(List<Change> group) {
    return group.stream().sorted(Comparator.comparingLong(Change::no)).toList();
  }

  private static OptionalLong chat(Row row) {
    return switch (row) {
      case Row.Placed placed -> OptionalLong.of(placed.chat());
      case Row.Head head -> OptionalLong.of(head.chat());
      case Row.Chat chat -> OptionalLong.of(chat.chat());
      case Row.Ended _, Row.Quota _, Row.Pause _, Row.Tenant _ -> OptionalLong.empty();
    };
  }
}
