package dev.slipway.coordinator.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs.Appended;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for its commit is bounded, and shares one. */
@CoordinatorTest
class AppendingTest {
  private final TransactionOperations<Connection> transactions;
  private final TestBuilds make;
  private final TestQueries queries;
  private final Logs logs;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Appending appending;

  AppendingTest(
      TransactionOperations<Connection> transactions,
      AppendRepository repository,
      TestBuilds make,
      TestQueries queries,
      Logs logs) {
    this.transactions = transactions;
    this.make = make;
    this.queries = queries;
    this.logs = logs;
    this.appending =
        new Appending(
            transactions,
            repository,
            new LogConfig(1, 100, 65_536),
            metrics,
            ApplicationEventPublisher.noOp());
  }

  @AfterEach
  void stop() {
    appending.stop();
  }

  @Test
  void whoBringsMoreThanMayWaitWaits() throws Exception {
    var held = make.aBuild().running();
    var go = new CountDownLatch(1);
    var holder = hold(held.build().id(), go);
    var outcomes = new ArrayList<CompletableFuture<Appended>>();
    // 64 KiB, each piece counted as 1 KiB though it has two bytes.
    for (int i = 0; i < 64; i++) {
      outcomes.add(appending.submit(piece(held, i * 2L, "ab")));
    }
    assertThat(metrics.get("slipway.log.waiting.bytes").gauge().value()).isEqualTo(65_536);

    var one = Thread.ofPlatform().start(() -> appending.submit(piece(held, 128, "cd")).join());
    await().until(() -> one.getState() == Thread.State.WAITING);
    assertThat(outcomes).noneMatch(CompletableFuture::isDone);

    go.countDown();
    holder.join();
    assertThat(one.join(Duration.ofSeconds(20))).isTrue();
    assertThat(outcomes)
        .allSatisfy(
            outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Appended.STORED));
    assertThat(logs.read(held.build(), 0, 1_000)).asString(UTF_8).isEqualTo("ab".repeat(64) + "cd");
    assertThat(metrics.get("slipway.commit.batch").tag("writer", "log").summary().max())
        .as("what waited for the first commit shared the next")
        .isGreaterThanOrEqualTo(63);
    await().until(() -> metrics.get("slipway.log.waiting.bytes").gauge().value() == 0);
  }

  /** Keeps the attempt's row until it may go, and returns when it has it. */
  private Thread hold(UUID build, CountDownLatch go) throws InterruptedException {
    var has = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .start(
                () ->
                    transactions.executeWrite(
                        transaction -> {
                          queries.all(
                              UUID.class,
                              "SELECT build_id FROM build_active WHERE build_id = ? FOR UPDATE",
                              build);
                          has.countDown();
                          try {
                            return go.await(30, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));
    has.await();
    return thread;
  }

  private static Append piece(TestBuilds.Held held, long offset, String text) {
    return new Append(held.build(), held.attemptUid(), 0, offset, text.getBytes(UTF_8));
  }
}
