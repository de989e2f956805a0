package dev.slipway.coordinator.report;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/**
 * Shares out how much log runners may send. As long as all together keep to the budget nobody is
 * told anything; beyond it, each that sends more than its part is told to keep to that, until there
 * is room again. Metric: {@code slipway.runners.log}, bytes a look.
 */
@Singleton
class LogBudget {
  private final ReportConfig config;
  private final DistributionSummary taken;
  private final Set<Conversation> throttled = new HashSet<>();

  LogBudget(ReportConfig config, MeterRegistry metrics) {
    this.config = config;
    this.taken =
        DistributionSummary.builder("slipway.runners.log").baseUnit("bytes").register(metrics);
  }

  /**
   * One look, on one thread at a time.
   *
   * @param seconds since the last one
   */
  void once(Collection<Conversation> runners, double seconds) {
    var sent = new HashMap<Conversation, Long>();
    runners.forEach(runner -> sent.put(runner, runner.vitals().takeLogged()));
    throttled.retainAll(sent.keySet());
    long all = sent.values().stream().mapToLong(bytes -> bytes).sum();
    if (all > 0) {
      taken.record(all);
    }
    double budget = config.logBytesPerSecond() * seconds;
    if (all > budget) {
      long talking = sent.values().stream().filter(bytes -> bytes > 0).count();
      sent.forEach(
          (runner, bytes) -> {
            if (bytes > budget / talking && runner.resumes()) {
              runner.stream().throttle(Math.max(1, config.logBytesPerSecond() / talking));
              throttled.add(runner);
            }
          });
    } else if (all < budget / 2 && !throttled.isEmpty()) {
      throttled.forEach(runner -> runner.stream().throttle(0));
      throttled.clear();
    }
  }
}
