package dev.slipway.coordinator.loop;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits what many callers want written at once in few transactions. There is no timer: whatever
 * gathered while the last batch was being committed is the next batch, so that a lone caller waits
 * for nobody and a crowd shares its commits. Metrics, with the tag {@code writer}: {@code
 * slipway.commit.waiting}, {@code slipway.commit.batch}.
 *
 * @param <I> what is to be written
 * @param <O> what became of it
 */
public final class GroupCommit<I, O> implements AutoCloseable {

  /** Writes a batch in one transaction. */
  @FunctionalInterface
  public interface Commit<I, O> {
    /**
     * Writes all of the items and returns an outcome for each, in their order. When it throws
     * nothing is written; a batch of several is then written one by one, so that only who is to
     * blame sees the error. But for {@link Unknown}, and while the database is away, which is
     * nobody's blame: then nothing is written again.
     */
    List<O> apply(List<I> batch);
  }

  /** There are already so many items waiting that this one was not taken. */
  public static final class Full extends RuntimeException {
    Full(String name, int queueMax) {
      super(name + " has " + queueMax + " writes waiting, its limit");
    }
  }

  /** Nobody can tell whether what was to be written was; writing it again could write it twice. */
  public static final class Unknown extends RuntimeException {
    public Unknown(Throwable cause) {
      super("it is not known whether it was committed: " + cause, cause);
    }
  }

  private record Entry<I, O>(@Nullable I item, CompletableFuture<O> outcome) {}

  private final String name;
  private final int batchMax;
  private final int queueMax;
  private final Commit<I, O> commit;
  private final DistributionSummary batchSize;
  private final List<BlockingQueue<Entry<I, O>>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Wakes a writer that waits for work when no more will come; it is never written. */
  private final Entry<I, O> last = new Entry<>(null, new CompletableFuture<>());

  private volatile boolean closed;

  /**
   * Starts the writers.
   *
   * @param writers how many transactions go on at a time; items of one shard never overtake
   * @param batchMax items in one transaction
   * @param queueMax items that wait for one writer; one more is refused
   */
  public GroupCommit(
      String name,
      int writers,
      int batchMax,
      int queueMax,
      MeterRegistry metrics,
      Commit<I, O> commit) {
    this.name = name;
    this.batchMax = batchMax;
    this.queueMax = queueMax;
    this.commit = commit;
    this.batchSize =
        DistributionSummary.builder("slipway.commit.batch").tag("writer", name).register(metrics);
    for (int i = 0; i < writers; i++) {
      queues.add(new ArrayBlockingQueue<>(queueMax));
    }
    Gauge.builder(
            "slipway.commit.waiting",
            queues,
            all -> all.stream().mapToInt(BlockingQueue::size).sum())
        .tag("writer", name)
        .register(metrics);
    for (int i = 0; i < writers; i++) {
      var queue = queues.get(i);
      threads.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(() -> run(queue)));
    }
  }

  /**
   * Has the item written and returns what became of it. Blocks until it is committed.
   *
   * @param shard items of the same shard are written in the order of their calls
   * @throws Full when too many wait
   */
  public O call(I item, int shard) {
    try {
      return submit(item, shard).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** As {@link #call}, without waiting. */
  public CompletableFuture<O> submit(I item, int shard) {
    var entry = new Entry<I, O>(item, new CompletableFuture<>());
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    var queue = queues.get(Math.floorMod(shard, queues.size()));
    if (!queue.offer(entry)) {
      throw new Full(name, queueMax);
    }
    if (closed && queue.remove(entry)) {
      // Its writer may have ended between the two looks, and nobody would write it.
      throw new IllegalStateException(name + " is closed");
    }
    return entry.outcome();
  }

  private void run(BlockingQueue<Entry<I, O>> queue) {
    var batch = new ArrayList<Entry<I, O>>(batchMax);
    while (!closed || !queue.isEmpty()) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, batchMax - 1);
        batch.remove(last);
        if (!batch.isEmpty()) {
          batchSize.record(batch.size());
          write(batch);
        }
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  private void write(List<Entry<I, O>> batch) {
    try {
      var outcomes =
          commit.apply(batch.stream().map(Entry::item).map(Objects::requireNonNull).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (Throwable e) {
      if (batch.size() == 1 || e instanceof Unknown || isAway(e)) {
        batch.forEach(entry -> entry.outcome().completeExceptionally(e));
      } else {
        batch.forEach(entry -> write(List.of(entry)));
      }
    }
  }

  /**
   * Whether the database cannot be reached: 256 items one by one would wait for it 256 times.
   * Classes 08, 53 and 57P of https://www.postgresql.org/docs/current/errcodes-appendix.html
   */
  private static boolean isAway(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLException sql
              && sql.getSQLState() != null
              && sql.getSQLState().matches("(08|53|57P).*")) {
        return true;
      }
    }
    return false;
  }

  /** Takes no more, writes what waits, and ends; waits for that, 10 s at most. */
  @Override
  public void close() {
    closed = true;
    // One that is full has a writer at work, which looks at the mark when it is through.
    queues.forEach(queue -> queue.offer(last));
    for (var thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
