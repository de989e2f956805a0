package dev.slipway.coordinator.log;

import static java.util.function.Function.identity;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.log.Append.Attempt;
import dev.slipway.coordinator.log.Append.Stream;
import dev.slipway.coordinator.log.AppendRepository.Output;
import dev.slipway.coordinator.log.Logs.Appended;
import dev.slipway.coordinator.loop.GroupCommit;
import dev.slipway.coordinator.sql.BatchRepository;
import dev.slipway.coordinator.sql.BatchRepository.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Commits what runners send of their steps' output: whatever gathered during the last commit is one
 * transaction. Metrics: those of {@link GroupCommit} with the writer {@code log}, and {@code
 * slipway.log.waiting.bytes}.
 */
@Singleton
class Appending {
  /** What a piece costs in memory beside its bytes. */
  private static final int LEAST_BYTES = 1024;

  private final TransactionOperations<Connection> transactions;
  private final AppendRepository repository;
  private final ApplicationEventPublisher<LogGrown> grown;
  private final Semaphore room;
  private final GroupCommit<Append, Appended> writer;

  Appending(
      TransactionOperations<Connection> transactions,
      AppendRepository repository,
      LogConfig config,
      MeterRegistry metrics,
      ApplicationEventPublisher<LogGrown> grown) {
    this.transactions = transactions;
    this.repository = repository;
    this.grown = grown;
    int bytes = config.waitingBytesMax();
    this.room = new Semaphore(bytes, true);
    Gauge.builder("slipway.log.waiting.bytes", room, left -> bytes - left.availablePermits())
        .register(metrics);
    this.writer =
        new GroupCommit<>(
            "log",
            config.writers(),
            config.batchMax(),
            // More pieces than the bytes allow: the bytes are the limit.
            bytes / LEAST_BYTES + 1,
            metrics,
            this::write);
  }

  /**
   * Has it stored; pieces of one build in the order of the calls. Blocks while there is no room.
   */
  CompletableFuture<Appended> submit(Append append) {
    int size = Math.max(append.data().length, LEAST_BYTES);
    room.acquireUninterruptibly(size);
    try {
      return writer
          .submit(append, append.build().id().hashCode())
          .whenComplete((_, _) -> room.release(size));
    } catch (RuntimeException e) {
      room.release(size);
      throw e;
    }
  }

  /** Stores a batch in one transaction. */
  List<Appended> write(List<Append> batch) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          var held =
              repository.hold(connection, batch.stream().map(Append::stream).distinct().toList());
          var growths = growths(connection, batch, held);
          var newest = Set.copyOf(held.rows());
          var outcomes = new ArrayList<Appended>();
          var builds = new HashSet<BuildRef>();
          for (var append : batch) {
            var growth = newest.contains(append.stream()) ? growths.get(append.attempt()) : null;
            outcomes.add(
                growth == null ? Appended.FENCED : growth.add(append.offset(), append.data()));
            if (growth != null && growth.any()) {
              builds.add(append.build());
            }
          }
          store(connection, growths.values().stream().filter(Growth::any).toList());
          builds.forEach(build -> grown.publishEvent(new LogGrown(build)));
          return outcomes;
        });
  }

  /** The attempts that are not over, and how far their outputs are. */
  private Map<Attempt, Growth> growths(
      Connection connection, List<Append> batch, Reading<Stream> held) {
    var attempts = batch.stream().map(Append::attempt).distinct().toList();
    var first =
        batch.stream().filter(one -> one.offset() == 0).map(Append::attempt).distinct().toList();
    var outputs = repository.outputs(connection, attempts);
    if (first.isEmpty()) {
      BatchRepository.together(held, outputs);
    } else {
      BatchRepository.together(held, repository.begin(connection, first), outputs);
    }
    var known =
        outputs.rows().stream()
            .collect(
                Collectors.toMap(
                    output -> new Attempt(output.buildId(), output.attemptUid()), identity()));
    var growths = new HashMap<Attempt, Growth>();
    for (var stream : held.rows()) {
      var attempt = stream.attempt();
      var output = known.get(attempt);
      // Without a row it has printed nothing yet: whatever it says now comes too early.
      growths.computeIfAbsent(
          attempt,
          _ ->
              new Growth(
                  output == null
                      ? new Output(attempt.buildId(), attempt.uid(), 0, 0, 0, 0)
                      : output));
    }
    return growths;
  }

  private void store(Connection connection, List<Growth> growths) {
    if (!growths.isEmpty()) {
      var chunks = growths.stream().flatMap(growth -> growth.chunks().stream()).toList();
      BatchRepository.together(
          repository.grow(connection, growths), repository.store(connection, chunks));
    }
  }

  @PreDestroy
  void stop() {
    writer.close();
  }
}
