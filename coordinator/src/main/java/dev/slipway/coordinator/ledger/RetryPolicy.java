package dev.slipway.coordinator.ledger;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows when the platform loses an attempt. One bad machine is bad luck, three are not.
 * Rule: docs/operate/queue.md. A template may have its own: {@link TemplateRetry}.
 *
 * @param attemptsMax attempts that may be lost before the build fails and becomes a dead letter,
 *     from 1
 * @param backoff how long the second attempt waits; each further one twice as long
 * @param backoffMax the longest wait
 */
@ConfigurationProperties("slipway.retry")
public record RetryPolicy(
    @Bindable(defaultValue = "3") int attemptsMax,
    @Bindable(defaultValue = "5s") Duration backoff,
    @Bindable(defaultValue = "60s") Duration backoffMax) {
  /** A fifth earlier or later, so that what failed together does not come back together. */
  private static final double JITTER = 0.2;

  public RetryPolicy {
    if (attemptsMax < 1 || attemptsMax > 20) {
      throw new IllegalArgumentException(
          "slipway.retry.attempts-max is " + attemptsMax + ". Set 1 to 20 (default 3).");
    }
    if (backoff.toMillis() < 1 || backoffMax.compareTo(backoff) < 0) {
      throw new IllegalArgumentException(
          "slipway.retry.backoff is %s and slipway.retry.backoff-max %s. Set backoff to 1ms or more (default 5s) and backoff-max no lower (default 60s)."
              .formatted(backoff, backoffMax));
    }
  }

  /**
   * When the next attempt may begin.
   *
   * @param losses attempts lost before this one that count
   * @param luck 0 to 1, what decides the jitter
   * @return null: there is no next attempt
   */
  @Nullable Instant next(Instant now, int losses, double luck) {
    if (losses + 1 >= attemptsMax) {
      return null;
    }
    long millis = Math.min(backoff.toMillis() << Math.min(losses, 20), backoffMax.toMillis());
    return now.plusMillis(Math.round(millis * (1 - JITTER + 2 * JITTER * luck)));
  }
}
