package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.quota.Bound.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted a moment ago, and everything that this coordinator let in since. It only ever
 * says that a limit is far away; whoever is not told so counts. Safe for any number of threads.
 */
final class Learnt {
  /** A count may be a second old for each so many. */
  private static final long COUNTED_PER_SECOND = 10_000;

  /**
   * More than all other coordinators together let in: a database of two cores takes about as many
   * submits in a second (bench submit).
   */
  private static final long OTHERS_PER_SECOND = 10_000;

  /** What others let in and have not committed yet when a count is made. */
  private static final Duration OTHERS_AT_WORK = Duration.ofMillis(50);

  private final QuotaConfig config;
  private final Map<Sum, Noted> entries;

  Learnt(QuotaConfig config) {
    this.config = config;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Sum, Noted> eldest) {
            return size() > config.learntMax();
          }
        };
  }

  /**
   * Whether there is room for so many more for certain, whatever others let in since the count; if
   * so they count as let in.
   */
  synchronized boolean far(Bound bound, long more, Instant now) {
    var entry = current(bound.sum(), now);
    if (bound.limit() < config.countedBelow()
        || entry == null
        || entry.total() + more + entry.others(now) > bound.limit()) {
      return false;
    }
    entry.added += more;
    return true;
  }

  /** What a sum was when it was last looked up, if that is not too long ago. */
  synchronized @Nullable Long recent(Bound bound, Instant now) {
    var entry = current(bound.sum(), now);
    return entry == null ? null : entry.counted;
  }

  /**
   * Notes an exact count, and what is let in on top of it. What was let in on the count before it
   * counts once more: it may not have been committed when this one was made.
   */
  synchronized void counted(Bound bound, long counted, long added, Instant now) {
    if (bound.limit() < config.countedBelow() && bound.resource() != Resource.STORAGE_BYTES) {
      return;
    }
    var before = entries.get(bound.sum());
    var entry =
        new Noted(counted, before == null ? 0 : before.added, now, now.plus(age(bound, counted)));
    entry.added = added;
    entries.put(bound.sum(), entry);
  }

  synchronized int size() {
    return entries.size();
  }

  private @Nullable Noted current(Sum sum, Instant now) {
    var entry = entries.get(sum);
    return entry == null || now.isAfter(entry.until) ? null : entry;
  }

  private Duration age(Bound bound, long counted) {
    if (bound.resource() == Resource.STORAGE_BYTES) {
      return config.storageAge();
    }
    var byCost = Duration.ofSeconds(counted / COUNTED_PER_SECOND);
    return byCost.compareTo(config.learntAge()) > 0 ? byCost : config.learntAge();
  }

  private static final class Noted {
    final long counted;
    final long carried;
    final Instant at;
    final Instant until;
    long added;

    Noted(long counted, long carried, Instant at, Instant until) {
      this.counted = counted;
      this.carried = carried;
      this.at = at;
      this.until = until;
    }

    long others(Instant now) {
      return OTHERS_PER_SECOND * Duration.between(at, now).plus(OTHERS_AT_WORK).toMillis() / 1_000;
    }

    long total() {
      return counted + carried + added;
    }
  }
}
