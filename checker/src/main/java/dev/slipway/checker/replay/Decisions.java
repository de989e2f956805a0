package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The decisions of dispatch in their order, each with the queue as it was.
 *
 * <p>What a decision's last lease saw is a lower bound of what was held: releases that committed
 * after the decision had read and before its trigger ran are missing. So a sum over a limit is
 * certain. What was released meanwhile is kept for questions that need the upper bound.
 */
public final class Decisions {
  private final Map<Long, List<Change>> transactions = new LinkedHashMap<>();
  private final List<Decision> decisions;

  private Decisions(History history) {
    for (var change : history.changes()) {
      transactions.computeIfAbsent(change.xid(), _ -> new ArrayList<>()).add(change);
    }
    decisions =
        transactions.values().stream().filter(Decisions::leases).map(Decisions::decision).toList();
  }

  /** All decisions, in the order of their first leases. Their earliest snapshots are not filled. */
  public static List<Decision> of(History history) {
    return ordered(new Decisions(history).decisions);
  }

  /** Calls back for each decision with the queue that it found, without its own changes. */
  public static void replay(History history, BiConsumer<Decision, Queue> visitor) {
    new Decisions(history).replay(visitor);
  }

  private void replay(BiConsumer<Decision, Queue> visitor) {
    var queue = new Queue();
    var coming = new ArrayList<>(transactions.values());
    List<List<Change>> open = new ArrayList<>();
    Set<Long> decided = new HashSet<>();
    var before = Snapshot.NOTHING;
    int next = 0;
    for (var decision : ordered(decisions)) {
      long lastNo = decision.changes().getLast().no();
      while (next < coming.size() && coming.get(next).getFirst().no() < lastNo) {
        open.add(coming.get(next++));
      }
      // A decision that overlaps with an earlier one does not see it; DecisionsAreSerial tells. For
      // the others it has happened all the same.
      var split =
          open.stream()
              .collect(
                  Collectors.partitioningBy(
                      one -> {
                        long xid = one.getFirst().xid();
                        // A snapshot does not list its own transaction as one in progress.
                        return xid != decision.xid()
                            && (decision.latest().sees(xid) || decided.contains(xid));
                      }));
      var seen = split.getOrDefault(true, List.of());
      open = new ArrayList<>(split.getOrDefault(false, List.of()));
      seen.stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparingLong(Change::no))
          .forEach(change -> queue.apply(change, decided.contains(change.xid())));
      var summed = new Horizon(before, decided);
      var complete = decision.readAfter(earliest(decision, queue, before), summed);
      queue.forgetBefore(summed);
      visitor.accept(complete, queue);
      decided.add(decision.xid());
      before = Snapshot.later(before, decision.latest());
    }
  }

  private static Horizon earliest(Decision decision, Queue queue, Snapshot before) {
    var snapshot = before;
    Set<Long> known = new HashSet<>();
    for (var lease : decision.leases()) {
      for (var brought : queue.broughtForLease(lease.chat(), lease.place())) {
        snapshot = Snapshot.later(snapshot, brought.snapshot());
        known.add(brought.xid());
      }
    }
    return new Horizon(snapshot, known);
  }

  private static List<Decision> ordered(List<Decision> decisions) {
    return decisions.stream()
        .sorted(
            Comparator.comparingLong(
                decision ->
                    decision.changes().stream()
                        .filter(Decisions::isLease)
                        .findFirst()
                        .orElseThrow()
                        .no()))
        .toList();
  }

  private static boolean isLease(Change change) {
    return change.inserts() && change.row() instanceof Row.Active;
  }

  private static boolean leases(List<Change> transaction) {
    return transaction.stream().anyMatch(Decisions::isLease);
  }

  private static Decision decision(List<Change> transaction) {
    var leases = transaction.stream().filter(Decisions::isLease).toList();
    return new Decision(
        transaction.getFirst().xid(),
        List.copyOf(transaction),
        leases.stream().map(change -> (Row.Active) change.row()).toList(),
        leases.getFirst().snapshot(),
        new Horizon(Snapshot.NOTHING, Set.of()),
        new Horizon(Snapshot.NOTHING, Set.of()),
        leases.getLast().snapshot(),
        leases.getLast().at());
  }
}
