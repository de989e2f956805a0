package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.dispatch.Snapshots;
import dev.slipway.coordinator.explain.Picture.Seat;
import dev.slipway.coordinator.explain.PictureRepository.InflowRow;
import dev.slipway.coordinator.explain.PictureRepository.PauseRow;
import dev.slipway.coordinator.explain.PictureRepository.WaitingRow;
import dev.slipway.coordinator.order.Blocker;
import dev.slipway.coordinator.order.ChatQueue;
import dev.slipway.coordinator.order.Durations;
import dev.slipway.coordinator.order.Durations.Sample;
import dev.slipway.coordinator.order.Effort;
import dev.slipway.coordinator.order.Forecast;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Inflow;
import dev.slipway.coordinator.order.Order;
import dev.slipway.coordinator.order.Running;
import dev.slipway.coordinator.order.Scene;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Simulation;
import dev.slipway.coordinator.order.Snapshot;
import dev.slipway.coordinator.order.TenantQueue;
import dev.slipway.coordinator.order.Use;
import dev.slipway.coordinator.order.Waiting;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes pictures of the queue: one consistent read, then one decision and one simulation. */
@Singleton
class Pictures {
  /** Heads of one tenant that are told why they wait. */
  private static final int HEADS_MAX = 1_000;

  private static final int SUBMITS_MAX = 5_000;
  private static final int ENOUGH_SAMPLES = 500;

  /** From the newest to the oldest: as soon as a window has enough, what lies before is history. */
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));

  private static final TransactionDefinition ONE_SNAPSHOT = oneSnapshot();

  private final TransactionOperations<Connection> transactions;
  private final PictureRepository repository;
  private final Snapshots snapshots;
  private final ExplainConfig config;

  Pictures(
      TransactionOperations<Connection> transactions,
      PictureRepository repository,
      Snapshots snapshots,
      ExplainConfig config) {
    this.transactions = transactions;
    this.repository = repository;
    this.snapshots = snapshots;
    this.config = config;
  }

  private static TransactionDefinition oneSnapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setIsolationLevel(TransactionDefinition.Isolation.REPEATABLE_READ);
    definition.setReadOnly(true);
    return definition;
  }

  /** A picture of now. Blocks for some reads and up to some tens of milliseconds of work. */
  Picture take() {
    return transactions.execute(ONE_SNAPSHOT, transaction -> take(transaction.getConnection()));
  }

  private Picture take(Connection connection) {
    var snapshot = snapshots.read(connection, HEADS_MAX, Integer.MAX_VALUE).snapshot();
    var durations = Durations.of(samples(connection));
    var active = repository.active(connection);
    var pauses = repository.pauses(connection);
    int chats = Math.max(1, repository.chats(connection, config.startsMax()));
    int perChat = Math.clamp(4L * config.startsMax() / chats, 4, config.startsMax());
    var waiting = repository.waiting(connection, config.startsMax(), perChat, config.rowsMax());
    var running =
        active.stream()
            .map(
                row ->
                    new Running(
                        new Use(
                            row.build().tenant(),
                            row.project(),
                            row.chatNo(),
                            1,
                            row.cpuMillis(),
                            row.memoryMib()),
                        row.elapsed(),
                        durations.estimate(row.build().tenant(), row.project(), row.template())))
            .toList();
    var scene =
        new Scene(
            snapshot.now(),
            snapshot.limits(),
            pausedUntil(pauses),
            weights(snapshot),
            running,
            queues(waiting, durations),
            repository.inflow(connection, config.inflowWindow(), SUBMITS_MAX).stream()
                .map(row -> inflow(row, durations))
                .toList(),
            snapshot.reserveAfter());
    var forecasts = forecast(scene);
    return new Picture(
        snapshot.now(),
        scene,
        durations,
        forecasts,
        forecasts.stream()
            .collect(
                Collectors.toMap(
                    forecast -> new Seat(forecast.chatNo(), forecast.place()),
                    forecast -> forecast)),
        names(waiting),
        blockers(snapshot),
        active,
        pauses,
        snapshot,
        config.startsMax());
  }

  List<Forecast> forecast(Scene scene) {
    return Simulation.run(
        scene,
        new Effort(
            config.startsMax(),
            Effort.DEFAULT.runsMax(),
            Effort.DEFAULT.eventsMax(),
            Effort.DEFAULT.seed()));
  }

  /** As dispatch decides, but of every head whether it may start, and if not why. */
  private static Map<Long, List<Blocker>> blockers(Snapshot snapshot) {
    var whole =
        new Snapshot(
            snapshot.now(),
            snapshot.limits(),
            snapshot.paused(),
            snapshot.use(),
            snapshot.queues().stream()
                .map(queue -> new TenantQueue(queue.tenant(), queue.weight(), queue.heads(), false))
                .toList(),
            Integer.MAX_VALUE,
            snapshot.reserveAfter());
    var blockers = new HashMap<Long, List<Blocker>>();
    Order.decide(whole)
        .passedOver()
        .forEach(passed -> blockers.put(passed.head().chatNo(), passed.blockers()));
    return blockers;
  }

  /** What would keep a head from starting that came on top. */
  static List<Blocker> blockers(Picture picture, Head head) {
    var snapshot = picture.snapshot();
    var queues = new ArrayList<TenantQueue>();
    var own = new TenantQueue(head.tenant(), 1, List.of(head), false);
    for (var queue : snapshot.queues()) {
      if (queue.tenant().equals(head.tenant())) {
        var heads = new ArrayList<>(queue.heads());
        heads.add(head);
        heads.sort(Head.ORDER);
        own = new TenantQueue(head.tenant(), queue.weight(), heads, false);
      } else {
        queues.add(queue);
      }
    }
    queues.add(own);
    return blockers(
            new Snapshot(
                snapshot.now(),
                snapshot.limits(),
                snapshot.paused(),
                snapshot.use(),
                queues,
                Integer.MAX_VALUE,
                snapshot.reserveAfter()))
        .getOrDefault(head.chatNo(), List.of());
  }

  private List<Sample> samples(Connection connection) {
    List<Sample> samples = List.of();
    for (var window : WINDOWS) {
      samples = repository.samples(connection, window, config.samplesMax());
      if (samples.size() >= ENOUGH_SAMPLES) {
        break;
      }
    }
    return samples;
  }

  static Map<Scope, Instant> pausedUntil(List<PauseRow> pauses) {
    var paused = new HashMap<Scope, Instant>();
    for (var pause : pauses) {
      paused.put(
          Scope.of(pause.tenant(), pause.project(), pause.chatNo()),
          pause.until() == null ? Instant.MAX : pause.until());
    }
    return paused;
  }

  private static Map<String, Double> weights(Snapshot snapshot) {
    return snapshot.queues().stream()
        .collect(Collectors.toMap(TenantQueue::tenant, TenantQueue::weight));
  }

  private static List<ChatQueue> queues(List<WaitingRow> rows, Durations durations) {
    var byChat = new LinkedHashMap<Long, List<WaitingRow>>();
    rows.forEach(row -> byChat.computeIfAbsent(row.chatNo(), _ -> new ArrayList<>()).add(row));
    return byChat.values().stream()
        .map(
            chat -> {
              var first = chat.getFirst();
              return new ChatQueue(
                  first.chatNo(),
                  first.build().tenant(),
                  first.project(),
                  first.slots(),
                  chat.stream().map(row -> waiting(row, durations)).toList());
            })
        .toList();
  }

  private static Waiting waiting(WaitingRow row, Durations durations) {
    return new Waiting(
        row.place(),
        row.sortKey(),
        row.cpuMillis(),
        row.memoryMib(),
        row.readyTime(),
        row.heldUntil() == null ? Instant.EPOCH : row.heldUntil(),
        durations.estimate(row.build().tenant(), row.project(), row.template()));
  }

  private static Inflow inflow(InflowRow row, Durations durations) {
    return new Inflow(
        row.tenant(),
        row.project(),
        row.count() * 3600.0 / row.spanSeconds(),
        Priority.of(row.priority()).headStart(),
        row.cpuMillis(),
        row.memoryMib(),
        durations.estimate(row.tenant(), row.project(), row.template()));
  }

  private static Map<Seat, BuildRef> names(List<WaitingRow> rows) {
    return rows.stream()
        .collect(Collectors.toMap(row -> new Seat(row.chatNo(), row.place()), WaitingRow::build));
  }
}
