package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Refusal.Kind.QuotaExceeded;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import dev.slipway.coordinator.quota.CountsRepository.Counted;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which submits go over a bound on waiting builds, submits an hour or storage.
 *
 * <p>Counts are exact where it matters and cheap elsewhere. While a scope has room for certain
 * under a limit of 1,000 or more, by a count of a second ago, everything that this coordinator let
 * in since, and all that others could have, it is not counted. Else its builds are counted, no
 * further than the limit. Whoever counts has the scope's advisory lock alone, and whoever does not
 * shares it, until the transaction ends: so a count sees all that was let in before it, by any
 * coordinator, and two can never take the same room.
 *
 * <p>Bytes are summed every ten seconds; they come with uploads and ends of builds, which ask
 * nobody.
 */
@Singleton
public class QueueBounds {
  private final BoundsRepository repository;
  private final CountsRepository counts;
  private final InstantSource clock;
  private final Learnt learnt;
  private final MeterRegistry metrics;

  QueueBounds(
      BoundsRepository repository,
      CountsRepository counts,
      QuotaConfig config,
      InstantSource clock,
      MeterRegistry metrics) {
    this.repository = repository;
    this.counts = counts;
    this.clock = clock;
    this.metrics = metrics;
    this.learnt = new Learnt(config);
    metrics.gauge("slipway.quota.learnt", learnt, Learnt::size);
  }

  /**
   * Which of these go over a bound. Those before go first: what they take is not there for those
   * after. Call it in the transaction that will store the builds, after their tenants are locked
   * FOR KEY SHARE and before any chat is locked, and once in that transaction. Blocks while another
   * transaction counts for one of the scopes. Stores nothing.
   *
   * @param connection of that transaction, READ COMMITTED
   * @param queuedMax what a tenant without a limit of its own may have waiting
   * @return for each in its order the refusal, or null when there is room
   */
  public List<@Nullable QuotaExceeded> check(
      Connection connection, List<Wanted> wanted, int queuedMax) {
    try {
      var demand = demand(wanted);
      var room = room(connection, bounds(connection, demand, queuedMax), demand);
      var answers = new ArrayList<@Nullable QuotaExceeded>();
      for (var one : wanted) {
        answers.add(admit(connection, one, room));
      }
      room.values().forEach(each -> each.forEach(this::learn));
      return answers;
    } catch (SQLException e) {
      throw new DataAccessException("the bounds on submits cannot be read", e);
    }
  }

  /** How many builds each scope would get. */
  private static Map<Scope, Long> demand(List<Wanted> wanted) {
    var demand = new LinkedHashMap<Scope, Long>();
    for (var one : wanted) {
      for (var part : one.parts()) {
        for (var scope : scopes(part)) {
          demand.merge(scope, (long) part.builds(), Long::sum);
        }
      }
    }
    return demand;
  }

  private static List<Scope> scopes(Wanted.Part part) {
    var scopes = new ArrayList<Scope>();
    scopes.add(Scope.CLUSTER);
    scopes.add(new OfTenant(part.tenant()));
    scopes.add(new OfProject(part.tenant(), part.project()));
    if (part.chat() != null) {
      scopes.add(new OfChat(part.tenant(), part.chat()));
    }
    return scopes;
  }

  private List<Bound> bounds(Connection connection, Map<Scope, Long> demand, int queuedMax)
      throws SQLException {
    var names = demand.keySet().stream().map(Scope::name).toList();
    var bounds = new ArrayList<>(repository.bounds(connection, names));
    var queued =
        bounds.stream()
            .filter(bound -> bound.resource() == Resource.QUEUED)
            .map(Bound::scope)
            .toList();
    for (var scope : demand.keySet()) {
      if (scope instanceof OfTenant && !queued.contains(scope)) {
        bounds.add(new Bound(scope, null, Resource.QUEUED, queuedMax));
      }
    }
    return bounds;
  }

  /** The room in each scope that is not far from a limit. */
  private Map<Scope, List<Room>> room(
      Connection connection, List<Bound> bounds, Map<Scope, Long> demand) throws SQLException {
    var now = clock.instant();
    var near = new LinkedHashMap<Counting, List<Bound>>();
    var alone = new TreeMap<Integer, Boolean>();
    var room = new HashMap<Scope, List<Room>>();
    for (var bound : bounds) {
      var scope = bound.scope();
      if (bound.resource() == Resource.STORAGE_BYTES) {
        into(room, new Room(bound, storage(connection, bound), null));
      } else {
        boolean far = learnt.far(bound, demand.getOrDefault(scope, 0L), now);
        alone.merge(scope.name().hashCode(), !far, Boolean::logicalOr);
        if (!far) {
          near.computeIfAbsent(
                  new Counting(bound.resource(), scope.getClass()), _ -> new ArrayList<>())
              .add(bound);
        }
      }
    }
    if (!alone.isEmpty()) {
      repository.lock(connection, alone);
    }
    for (var each : near.entrySet()) {
      var counted = count(connection, each.getKey(), each.getValue());
      for (int i = 0; i < counted.size(); i++) {
        into(
            room,
            new Room(each.getValue().get(i), counted.get(i).used(), counted.get(i).roomInMillis()));
      }
    }
    return room;
  }

  /** What one statement can count. */
  private record Counting(Resource resource, Class<? extends Scope> kind) {}

  private List<Counted> count(Connection connection, Counting what, List<Bound> bounds)
      throws SQLException {
    metrics
        .counter("slipway.quota.counted", "resource", what.resource().field())
        .increment(bounds.size());
    return what.resource() == Resource.QUEUED
        ? counts.waiting(connection, what.kind(), bounds)
        : counts.submits(connection, what.kind(), bounds, SubmitIds.ofTheLastHour(clock.instant()));
  }

  private long storage(Connection connection, Bound bound) throws SQLException {
    var now = clock.instant();
    var recent = learnt.recent(bound, now);
    if (recent != null) {
      return recent;
    }
    metrics.counter("slipway.quota.counted", "resource", bound.resource().field()).increment();
    long bytes = repository.storage(connection, ((OfTenant) bound.scope()).tenant());
    learnt.counted(bound, bytes, 0, now);
    return bytes;
  }

  private static void into(Map<Scope, List<Room>> rooms, Room room) {
    rooms.computeIfAbsent(room.bound().scope(), _ -> new ArrayList<>()).add(room);
  }

  private @Nullable QuotaExceeded admit(
      Connection connection, Wanted wanted, Map<Scope, List<Room>> rooms) throws SQLException {
    var demand = demand(List.of(wanted));
    for (var each : demand.entrySet()) {
      for (var room : rooms.getOrDefault(each.getKey(), List.of())) {
        if (!room.has(each.getValue())) {
          var resource = room.bound().resource();
          metrics.counter("slipway.quota.refused", "resource", resource.field()).increment();
          return room.refusal(each.getValue(), ended(connection, room.bound()));
        }
      }
    }
    demand.forEach(
        (scope, builds) -> rooms.getOrDefault(scope, List.of()).forEach(room -> room.take(builds)));
    return null;
  }

  private int ended(Connection connection, Bound bound) throws SQLException {
    if (bound.resource() != Resource.QUEUED) {
      return 0;
    }
    return repository.endedLastMinute(
        connection,
        switch (bound.scope()) {
          case Scope.Cluster _ -> null;
          case OfTenant of -> of.tenant();
          case OfProject of -> of.tenant();
          case OfChat of -> of.tenant();
        });
  }

  private void learn(Room room) {
    if (room.bound().resource() != Resource.STORAGE_BYTES) {
      learnt.counted(room.bound(), room.counted(), room.taken(), clock.instant());
    }
  }
}
