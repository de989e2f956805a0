package dev.slipway.coordinator.ledger;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a template wants otherwise than {@link RetryPolicy} says: {@code
 * slipway.retry.templates.TEMPLATE.attempts-max}, and so on.
 *
 * @param template its name
 * @param attemptsMax null: as all
 * @param backoff null: as all
 * @param backoffMax null: as all
 */
@EachProperty("slipway.retry.templates")
public record TemplateRetry(
    @Parameter String template,
    @Nullable Integer attemptsMax,
    @Nullable Duration backoff,
    @Nullable Duration backoffMax) {

  /** The policy for builds of this template. */
  RetryPolicy over(RetryPolicy all) {
    return new RetryPolicy(
        attemptsMax == null ? all.attemptsMax() : attemptsMax,
        backoff == null ? all.backoff() : backoff,
        backoffMax == null ? all.backoffMax() : backoffMax);
  }
}
