package dev.slipway.race.load;

import dev.slipway.race.field.Field;
import dev.slipway.race.plan.Names;
import dev.slipway.race.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Everybody who calls the coordinators of a race. */
public final class Crowd implements AutoCloseable {
  private static final int TWINS_SECONDS = 30;
  private static final Duration OPERATOR_RHYTHM = Duration.ofMillis(120);

  private final OperationLog log;
  private final Lines lines;
  private final Operator operator;
  private final List<Client> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Nobody calls yet. */
  public Crowd(Plan plan, Field field, Path history) throws IOException {
    this.log = new OperationLog(history);
    this.lines = new Lines(field);
    var names = new Names(plan.tenants(), plan.chatsPerTenant());
    var seeds = new SplittableRandom(plan.seed());
    this.operator =
        new Operator(
            names,
            plan.clusterRunningMax(),
            seeds.split(),
            new Caller(lines, log, seeds.split()),
            OPERATOR_RHYTHM);
    for (int i = 0; i < plan.clients(); i++) {
      clients.add(
          new Client(
              "client-" + i, names, seeds.split(), new Caller(lines, log, seeds.split()), threads));
    }
  }

  /** Makes tenants and limits; then everybody begins. */
  public void start(Pace pace) throws InterruptedException {
    operator.prepare();
    running.add(threads.submit(call(() -> operator.run(pace))));
    for (var client : clients) {
      running.add(threads.submit(call(() -> client.run(pace))));
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static Callable<Boolean> call(Work work) {
    return () -> {
      work.run();
      return true;
    };
  }

  /**
   * Fails when one of them has failed.
   *
   * @throws Exception why
   */
  public void check() throws Exception {
    for (var one : running) {
      if (one.isDone()) {
        get(one);
      }
    }
  }

  /** Waits for the last answer; the pace is over. */
  public void join() throws Exception {
    for (var one : running) {
      get(one);
    }
    threads.shutdown();
    if (!threads.awaitTermination(TWINS_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a call never returned");
    }
  }

  private static void get(Future<?> one) throws Exception {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    lines.close();
    log.close();
  }
}
