package dev.slipway.race.mutant;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The mutant that coordinators of this JVM are by now, and which of its rewrites were used. One at
 * a time: drivers are made by their class name and cannot be told anything.
 */
final class Seeded {
  private static final AtomicReference<@Nullable Mutant> NOW = new AtomicReference<>();
  private static final Set<Rewrite> USED = ConcurrentHashMap.newKeySet();
  private static final AtomicReference<@Nullable String> MISFIT = new AtomicReference<>();
  private static final Set<String> REFUSALS = ConcurrentHashMap.newKeySet();

  private Seeded() {}

  static void begin(Mutant mutant) {
    USED.clear();
    MISFIT.set(null);
    REFUSALS.clear();
    NOW.set(mutant);
  }

  /** A constraint of the schema refused what was written. */
  static void refused(String constraint) {
    REFUSALS.add(constraint);
  }

  /** The constraints that refused something since the beginning. */
  static Set<String> refusals() {
    return Set.copyOf(REFUSALS);
  }

  /** Why the mutant no longer fits the coordinator; null when it does. Ends it. */
  static @Nullable String end() {
    var mutant = NOW.getAndSet(null);
    var misfit = MISFIT.get();
    if (misfit != null || mutant == null) {
      return misfit;
    }
    return mutant.rewrites().stream()
        .filter(rewrite -> !USED.contains(rewrite))
        .findFirst()
        .map(rewrite -> "no statement with \"" + rewrite.statement() + "\" was prepared")
        .orElse(null);
  }

  /** The statement as the mutant prepares it. */
  static String sql(String sql) {
    var mutant = NOW.get();
    var text = sql;
    for (var rewrite : mutant == null ? List.<Rewrite>of() : mutant.rewrites()) {
      if (rewrite.concerns(sql)) {
        try {
          text = rewrite.apply(text);
        } catch (IllegalStateException e) {
          MISFIT.compareAndSet(null, String.valueOf(e.getMessage()));
          throw e;
        }
        USED.add(rewrite);
      }
    }
    return text;
  }
}
