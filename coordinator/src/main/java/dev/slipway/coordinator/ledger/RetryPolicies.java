package dev.slipway.coordinator.ledger;

import static java.util.stream.Collectors.toMap;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The retry policy of each template. */
@Singleton
class RetryPolicies {
  private final RetryPolicy all;
  private final Map<String, RetryPolicy> own;

  RetryPolicies(RetryPolicy all, List<TemplateRetry> templates) {
    this.all = all;
    this.own = templates.stream().collect(toMap(TemplateRetry::template, one -> one.over(all)));
  }

  /** Whether it matters of which template a build is. */
  boolean differ() {
    return !own.isEmpty();
  }

  /** For builds of a template; of one that is not known as for all. */
  RetryPolicy of(String template) {
    return own.getOrDefault(template, all);
  }
}
