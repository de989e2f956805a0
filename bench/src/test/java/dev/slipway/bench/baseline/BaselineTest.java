package dev.slipway.bench.baseline;

import static dev.slipway.bench.database.TestRows.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.bench.TestBenchDatabase;
import dev.slipway.bench.database.BenchDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A baseline that did less than it says would flatter nobody but would be wrong all the same. */
@ExtendWith(TestBenchDatabase.class)
class BaselineTest {
  private static final Duration WINDOW = Duration.ofMillis(100);

  @Test
  void everyUnitOfTheInsertLimitIsARow(BenchDatabase database) throws Exception {
    try (var limit = InsertLimit.oneRow(database, 4)) {
      var first = limit.run(WINDOW);
      var second = limit.run(WINDOW);

      assertThat(first.units()).isEqualTo(first.latencies().count()).isGreaterThan(3);
      assertThat(number(database, "SELECT count(*) FROM limit_insert")).isEqualTo(second.units());
      assertThat(number(database, "SELECT count(DISTINCT chat) FROM limit_insert")).isEqualTo(4);
    }
  }

  @Test
  void aCommitOfTheUnnestLimitHasAHundredRows(BenchDatabase database) throws Exception {
    try (var limit = InsertLimit.unnest(database, 2, 100)) {
      var window = limit.run(WINDOW);

      assertThat(window.units()).isEqualTo(100L * window.latencies().count());
      assertThat(number(database, "SELECT count(*) FROM limit_insert")).isEqualTo(window.units());
      assertThat(number(database, "SELECT count(DISTINCT xmin::text) FROM limit_insert"))
          .isEqualTo(window.latencies().count());
    }
  }

  @Test
  void theNaiveQueueEndsWhatItClaimsAndNothingElse(BenchDatabase database) throws Exception {
    try (var queue = NaiveQueue.open(database, 4, 20_000)) {
      var window = queue.run(WINDOW);

      assertThat(number(database, "SELECT count(*) FROM naive_job WHERE state = 2"))
          .isEqualTo(window.units())
          .isPositive();
      assertThat(number(database, "SELECT count(*) FROM naive_job WHERE state = 1")).isZero();
      assertThat(number(database, "SELECT count(*) FROM naive_job")).isEqualTo(20_000);
    }
  }

  @Test
  void theNaiveQueueTakesTheBestPriorityFirst(BenchDatabase database) throws Exception {
    try (var queue = NaiveQueue.open(database, 1, 1_000)) {
      var _ = queue.run(Duration.ZERO);

      assertThat(number(database, "SELECT max(priority) FROM naive_job WHERE state = 2")).isZero();
    }
  }

  @Test
  void anEmptyNaiveQueueIsToldInsteadOfMeasured(BenchDatabase database) throws Exception {
    try (var queue = NaiveQueue.open(database, 2, 3)) {
      assertThatThrownBy(() -> queue.run(Duration.ofSeconds(5)))
          .hasMessageStartingWith("no job waits");
    }
  }

  @Test
  void submitThenClaimClaimsWhatItSubmitted(BenchDatabase database) throws Exception {
    try (var queue = NaiveQueue.open(database, 1, 0)) {
      queue.refill();
      assertThat(queue.submitThenClaim()).isPositive();
      assertThat(queue.submitThenClaim()).isPositive();

      assertThat(number(database, "SELECT count(*) FROM naive_job WHERE state = 1")).isEqualTo(2);
      assertThat(number(database, "SELECT count(*) FROM naive_job")).isEqualTo(2);
    }
  }
}
