package dev.slipway.bench.load;

import dev.slipway.bench.measure.Latencies;
import dev.slipway.bench.measure.Stopwatch;
import dev.slipway.bench.measure.Window;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * So many unary gRPC calls open at all times, from one client: each answer sends the next call. No
 * thread waits, so that the client takes as little of the machine from the server as it can.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public final class InFlight<Q, A> {
  private final Method<Q, A> method;
  private final Supplier<Q> requests;
  private final int unitsPerCall;

  /** A method of an asynchronous stub. */
  @FunctionalInterface
  public interface Method<Q, A> {
    void call(Q request, StreamObserver<A> answer);
  }

  /**
   * @param requests gives a new request for each call; called by several threads
   * @param unitsPerCall what one call counts for, such as the builds of a batch
   */
  public InFlight(Method<Q, A> method, Supplier<Q> requests, int unitsPerCall) {
    this.method = method;
    this.requests = requests;
    this.unitsPerCall = unitsPerCall;
  }

  /**
   * Keeps {@code open} calls open until the window is over, then waits for those that still are;
   * they count, and so does their time.
   *
   * @throws Exception the first call's failure, after all others have ended
   */
  public Window run(int open, Duration window) throws Exception {
    long began = System.nanoTime();
    var chains =
        IntStream.range(0, open).mapToObj(_ -> new Chain(began + window.toNanos())).toList();
    chains.forEach(Chain::call);
    CompletableFuture.allOf(
            chains.stream().map(chain -> chain.ended).toArray(CompletableFuture<?>[]::new))
        .get();
    return sum(chains, Duration.ofNanos(System.nanoTime() - began));
  }

  private Window sum(List<Chain> chains, Duration lasted) {
    return new Window(
        chains.stream().mapToLong(chain -> (long) chain.calls * unitsPerCall).sum(),
        lasted,
        Latencies.union(chains.stream().map(chain -> chain.stopwatch.latencies()).toList()));
  }

  /** One open call after the other. Its fields belong to whoever handles its only open call. */
  private final class Chain implements StreamObserver<A> {
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final Stopwatch stopwatch = new Stopwatch();
    private final long deadline;
    private final AtomicInteger turns = new AtomicInteger();
    private int calls;
    private long began;

    Chain(long deadline) {
      this.deadline = deadline;
    }

    /**
     * A loop instead of a recursion: an answer that comes while its call is still being sent would
     * otherwise make the stack deeper and deeper.
     */
    void call() {
      if (turns.getAndIncrement() > 0) {
        return;
      }
      do {
        began = System.nanoTime();
        method.call(requests.get(), this);
      } while (turns.decrementAndGet() > 0);
    }

    @Override
    public void onNext(A answer) {}

    @Override
    public void onCompleted() {
      stopwatch.lap(began);
      calls++;
      if (System.nanoTime() - deadline < 0) {
        call();
      } else {
        ended.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }
  }
}
