package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Kill;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Workloads as intervals of the machine's monotonic clock. */
final class Executions {

  /**
   * One attempt's workload.
   *
   * @param end when it ended, or at the latest had been killed; its begin, if nobody knows
   */
  record Execution(UUID build, int attempt, UUID uid, long begin, long end, boolean endIsKnown) {}

  private Executions() {}

  /** All of them, by their begins. */
  static List<Execution> of(History history) {
    Map<UUID, Long> ends = new HashMap<>();
    for (var work : history.works()) {
      if (!work.begins()) {
        ends.merge(work.uid(), work.time(), Math::max);
      }
    }
    Map<Long, TreeSet<Long>> kills = new HashMap<>();
    for (Kill kill : history.kills()) {
      kills.computeIfAbsent(kill.pid(), _ -> new TreeSet<>()).add(kill.time());
    }
    var executions = new ArrayList<Execution>();
    for (var work : history.works()) {
      if (work.begins()) {
        executions.add(execution(work, ends, kills));
      }
    }
    executions.sort(Comparator.comparingLong(Execution::begin));
    return executions;
  }

  private static Execution execution(
      Work work, Map<UUID, Long> ends, Map<Long, TreeSet<Long>> kills) {
    var end = ends.get(work.uid());
    if (end == null || end < work.time()) {
      end = kills.getOrDefault(work.pid(), new TreeSet<>()).ceiling(work.time());
    }
    return new Execution(
        work.build(),
        work.attempt(),
        work.uid(),
        work.time(),
        end == null ? work.time() : end,
        end != null);
  }

  /**
   * A build's place and its chat.
   *
   * @param maxParallel the most that the chat ever allowed
   */
  record Standing(long chat, long place, int maxParallel) {}

  /** Where each build stands that was ever active. */
  static Map<UUID, Standing> standings(History history) {
    Map<Long, Integer> most = new HashMap<>();
    for (var change : history.changes()) {
      if (change.row() instanceof Row.Active row) {
        most.merge(row.chat(), row.maxParallel(), Math::max);
      }
    }
    Map<UUID, Standing> standings = new HashMap<>();
    for (var change : history.changes()) {
      if (change.row() instanceof Row.Active row) {
        standings.put(
            row.build(), new Standing(row.chat(), row.place(), most.getOrDefault(row.chat(), 1)));
      }
    }
    return standings;
  }
}
