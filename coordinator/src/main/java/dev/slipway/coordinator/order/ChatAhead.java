package dev.slipway.coordinator.order;

import java.time.Instant;

/**
 * A chat while {@link Future} runs: what of it has started, and whether its next build is a head.
 */
final class ChatAhead {
  private final ChatQueue queue;
  private final int firstBuild;
  private final long[] bestKeyFrom;
  private int next;
  private int active;
  private boolean offered;

  /**
   * @param firstBuild the number in the scene of its first build
   */
  ChatAhead(ChatQueue queue, int firstBuild) {
    this.queue = queue;
    this.firstBuild = firstBuild;
    var waiting = queue.waiting();
    bestKeyFrom = new long[waiting.size()];
    long best = Long.MAX_VALUE;
    for (int i = waiting.size() - 1; i >= 0; i--) {
      best = Math.min(best, waiting.get(i).sortKey());
      bestKeyFrom[i] = best;
    }
  }

  /** Whether its next build could be a head and is not one yet. */
  boolean hasFreeHead() {
    return !offered && next < queue.waiting().size() && active < queue.slots();
  }

  Waiting next() {
    return queue.waiting().get(next);
  }

  /** The number in the scene of its next build. */
  int build() {
    return firstBuild + next;
  }

  /** The next build as a head, with the best key that waits in the chat. */
  Head head(Instant readyTime) {
    var build = next();
    return new Head(
        queue.chatNo(),
        build.place(),
        queue.tenant(),
        queue.project(),
        bestKeyFrom[next],
        build.cpuMillis(),
        build.memoryMib(),
        readyTime);
  }

  void offer() {
    offered = true;
  }

  void withdraw() {
    offered = false;
  }

  /** The next build has started. */
  void advance() {
    next++;
    offered = false;
    started();
  }

  void started() {
    active++;
  }

  void ended() {
    active--;
  }
}
