package dev.slipway.coordinator.report;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The links of runners to this coordinator, as those see them who stop it. */
@Singleton
public class RunnerLinks {
  private final Runners runners;

  RunnerLinks(Runners runners) {
    this.runners = runners;
  }

  /**
   * Sends all runners to other coordinators, each at a moment of its own choice within the time;
   * none that comes later is taken. Blocks until they have left, or {@code atMost}.
   *
   * @return how many have not left
   */
  public int drain(Duration within, Duration atMost) {
    runners.close();
    runners.all().stream()
        .filter(Conversation::resumes)
        .forEach(runner -> runner.stream().goAway(Plans.duration(within.toMillis())));
    try {
      runners.left().await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return runners.all().size();
  }
}
