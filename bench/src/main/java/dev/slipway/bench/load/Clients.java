package dev.slipway.bench.load;

import dev.slipway.bench.measure.Latencies;
import dev.slipway.bench.measure.Stopwatch;
import dev.slipway.bench.measure.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several clients that each call, wait for the answer, and call again, each on its own thread. */
public final class Clients {
  private Clients() {}

  /** What one client does again and again. */
  @FunctionalInterface
  public interface Call {
    /** Does it once; blocks until it is done for good. Returns how many units that were. */
    int once() throws Exception;
  }

  /**
   * Lets each of them call until the window is over; the calls that are open then are waited for
   * and counted, and so is their time.
   *
   * @throws Exception the first failure of a call; the others are waited for
   */
  public static Window run(List<? extends Call> clients, Duration window) throws Exception {
    long began = System.nanoTime();
    long deadline = began + window.toNanos();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var running = new ArrayList<Future<Done>>();
      for (var client : clients) {
        Callable<Done> loop = () -> loop(client, deadline);
        running.add(threads.submit(loop));
      }
      long units = 0;
      var latencies = new ArrayList<Latencies>();
      for (var client : running) {
        var done = result(client);
        units += done.units();
        latencies.add(done.latencies());
      }
      var lasted = Duration.ofNanos(System.nanoTime() - began);
      return new Window(units, lasted, Latencies.union(latencies));
    }
  }

  private record Done(long units, Latencies latencies) {}

  private static Done loop(Call call, long deadline) throws Exception {
    var stopwatch = new Stopwatch();
    long units = 0;
    do {
      long began = System.nanoTime();
      units += call.once();
      stopwatch.lap(began);
    } while (System.nanoTime() - deadline < 0);
    return new Done(units, stopwatch.latencies());
  }

  private static Done result(Future<Done> client) throws Exception {
    try {
      return client.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
