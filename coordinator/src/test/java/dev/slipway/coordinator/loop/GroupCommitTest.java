package dev.slipway.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<List<Integer>> written = new CopyOnWriteArrayList<>();

  /** One permit lets one commit go on. */
  private final Semaphore disk = new Semaphore(0);

  private static final int AWAY = -100;
  private static final int UNKNOWN = -101;

  private final AtomicInteger tries = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void whatGathersDuringACommitIsTheNextBatch() throws Exception {
    try (var writer = writer(1, 3, 100)) {
      var answers = new ArrayList<>(List.of(writer.submit(0, 0)));
      begun.await();
      for (int i = 1; i <= 5; i++) {
        answers.add(writer.submit(i, 0));
      }
      disk.release(10);

      assertThat(all(answers)).containsExactly(0, 10, 20, 30, 40, 50);
    }
    assertThat(written).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
    assertThat(metrics.get("slipway.commit.batch").tag("writer", "test").summary().max())
        .isEqualTo(3);
  }

  @Test
  void anItemThatFailsFailsAlone() throws Exception {
    try (var writer = writer(1, 10, 100)) {
      var first = writer.submit(0, 0);
      begun.await();
      var good = writer.submit(1, 0);
      var bad = writer.submit(-1, 0);
      var alsoGood = writer.submit(2, 0);
      disk.release(10);

      assertThat(all(List.of(first, good, alsoGood))).containsExactly(0, 10, 20);
      assertThatThrownBy(() -> bad.get(5, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("-1 is bad");
    }
    assertThat(written).containsExactly(List.of(0), List.of(1), List.of(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {AWAY, UNKNOWN})
  void aBatchThatNobodyIsToBlameForIsNotWrittenAgainOneByOne(int why) throws Exception {
    try (var writer = writer(1, 10, 100)) {
      var first = writer.submit(0, 0);
      begun.await();
      var one = writer.submit(1, 0);
      var other = writer.submit(why, 0);
      disk.release(10);

      assertThat(all(List.of(first))).containsExactly(0);
      assertThatThrownBy(() -> one.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(() -> other.get(5, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
    assertThat(written).containsExactly(List.of(0));
    assertThat(tries).hasValue(2);
  }

  @Test
  void itemsOfOneShardAreWrittenInTheOrderOfTheirCalls() throws Exception {
    disk.release(10_000);
    var answers = new ArrayList<CompletableFuture<Integer>>();
    try (var writer = writer(2, 4, 1000)) {
      for (int i = 0; i < 500; i++) {
        answers.add(writer.submit(i, i % 2));
      }
      all(answers);
    }

    var order = written.stream().flatMap(List::stream).toList();
    assertThat(order.stream().filter(i -> i % 2 == 0)).isSorted().hasSize(250);
    assertThat(order.stream().filter(i -> i % 2 == 1)).isSorted().hasSize(250);
  }

  @Test
  void oneMoreThanMayWaitIsRefusedAndTheOthersAreNot() throws Exception {
    try (var writer = writer(1, 10, 2)) {
      var first = writer.submit(0, 0);
      begun.await();
      var waiting = List.of(writer.submit(1, 0), writer.submit(2, 0));
      assertThat(metrics.get("slipway.commit.waiting").tag("writer", "test").gauge().value())
          .isEqualTo(2);

      assertThatThrownBy(() -> writer.submit(3, 0))
          .isInstanceOf(GroupCommit.Full.class)
          .hasMessageContaining("2 writes waiting");

      disk.release(10);
      assertThat(all(waiting)).containsExactly(10, 20);
      assertThat(first.get()).isZero();
    }
  }

  @Test
  void aCloseWritesWhatWaitsAndTakesNoMore() throws Exception {
    var writer = writer(1, 1, 100);
    var answers = IntStream.range(0, 5).mapToObj(i -> writer.submit(i, 0)).toList();
    disk.release(10);

    writer.close();

    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(all(answers)).containsExactly(0, 10, 20, 30, 40);
    assertThatThrownBy(() -> writer.submit(9, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallGivesItsCauseAsItWasThrown() {
    disk.release(10);
    try (var writer = writer(1, 1, 100)) {
      assertThatThrownBy(() -> writer.call(-1, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("-1 is bad");
      assertThat(writer.call(7, 0)).isEqualTo(70);
    }
  }

  private GroupCommit<Integer, Integer> writer(int writers, int batchMax, int queueMax) {
    return new GroupCommit<>("test", writers, batchMax, queueMax, metrics, this::write);
  }

  private List<Integer> write(List<Integer> batch) {
    begun.countDown();
    disk.acquireUninterruptibly();
    tries.incrementAndGet();
    for (int item : batch) {
      if (item == AWAY) {
        throw new IllegalStateException("no commit", new SQLException("no connection", "08006"));
      }
      if (item == UNKNOWN) {
        throw new GroupCommit.Unknown(new IllegalStateException("cut"));
      }
      if (item < 0) {
        throw new IllegalArgumentException(item + " is bad");
      }
    }
    written.add(batch);
    return batch.stream().map(item -> 10 * item).toList();
  }

  private static List<Integer> all(List<CompletableFuture<Integer>> answers) throws Exception {
    var all = new ArrayList<Integer>();
    for (var answer : answers) {
      all.add(answer.get(5, TimeUnit.SECONDS));
    }
    return all;
  }
}
