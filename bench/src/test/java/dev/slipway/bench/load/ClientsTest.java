package dev.slipway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void everyClientWorksAtTheSameTime() throws Exception {
    var bothAreThere = new CountDownLatch(2);
    Clients.Call meet =
        () -> {
          bothAreThere.countDown();
          bothAreThere.await();
          return 10;
        };

    var window = Clients.run(List.of(meet, meet), NO_TIME);

    assertThat(window.units()).isEqualTo(20);
    assertThat(window.latencies().count()).isEqualTo(2);
  }

  @Test
  void clientsCallUntilTheWindowIsOver() throws Exception {
    var calls = new AtomicInteger();

    var window = Clients.run(List.of(calls::incrementAndGet), SHORT);

    assertThat(window.lasted()).isGreaterThanOrEqualTo(SHORT);
    assertThat(window.latencies().count()).isEqualTo(calls.get()).isGreaterThan(1);
  }

  @Test
  void aCallThatFailsFailsTheWindow() {
    Clients.Call broken =
        () -> {
          throw new SQLException("gone");
        };

    assertThatThrownBy(() -> Clients.run(List.of(() -> 1, broken), NO_TIME))
        .isInstanceOf(SQLException.class)
        .hasMessage("gone");
  }

  @Test
  void soManyCallsAreOpenAndEachAnswerSendsTheNext() throws Exception {
    var server = new FakeServer();
    var inFlight = new InFlight<String, String>(server, () -> "please", 100);

    var window = inFlight.run(3, SHORT);

    assertThat(server.most.get()).isEqualTo(3);
    assertThat(server.open.get()).isZero();
    assertThat(window.latencies().count()).isGreaterThan(3);
    assertThat(window.units()).isEqualTo(100L * window.latencies().count());
  }

  @Test
  void answersThatComeAtOnceDoNotDeepenTheStack() throws Exception {
    var answers = new AtomicInteger();
    var inFlight =
        new InFlight<String, String>(
            (request, answer) -> {
              answers.incrementAndGet();
              answer.onNext(request);
              answer.onCompleted();
            },
            () -> "please",
            1);

    var window = inFlight.run(1, SHORT);

    assertThat(window.units()).isEqualTo(answers.get()).isGreaterThan(1);
  }

  @Test
  void anErrorOfACallFailsTheWindow() {
    var inFlight =
        new InFlight<String, String>(
            (_, answer) -> answer.onError(new IllegalStateException("full")), () -> "please", 1);

    assertThatThrownBy(() -> inFlight.run(2, NO_TIME))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("full");
  }

  @Test
  void spacedCallsTellOnlyWhatTheyCount() throws Exception {
    var window = new Spaced().run(() -> 42, SHORT);

    assertThat(window.latencies().count()).isEqualTo((int) window.units()).isPositive();
    assertThat(window.latencies().quantile(1)).isEqualTo(Duration.ofNanos(42));
    assertThat(window.lasted()).isGreaterThanOrEqualTo(SHORT);
  }

  /** Answers on a thread of its own for each call. */
  private static final class FakeServer implements InFlight.Method<String, String> {
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch threeAreOpen = new CountDownLatch(3);

    @Override
    public void call(String request, StreamObserver<String> answer) {
      most.accumulateAndGet(open.incrementAndGet(), Math::max);
      threeAreOpen.countDown();
      Thread.ofVirtual().start(() -> answer(request, answer));
    }

    private void answer(String request, StreamObserver<String> answer) {
      try {
        threeAreOpen.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      open.decrementAndGet();
      answer.onNext(request);
      answer.onCompleted();
    }
  }
}
