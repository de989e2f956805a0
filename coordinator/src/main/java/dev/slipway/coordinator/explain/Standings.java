package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.InChatRepository.Ahead;
import dev.slipway.coordinator.explain.InChatRepository.ChatRow;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.order.Estimate;
import dev.slipway.coordinator.order.Forecast;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of waiting builds where they stand. */
@Singleton
public class Standings {
  /** Builds of its chat that are counted before one; beyond, the count is a lower bound. */
  private static final int PREDECESSORS_MAX = 1_000;

  static final int BEFORE_MAX = 20;

  /** How long a submit may take from its create time to its commit, which makes it visible. */
  private static final Duration COMMIT_MAX = Duration.ofSeconds(1);

  private final Album album;
  private final Obstacles obstacles;
  private final InChatRepository repository;
  private final TransactionOperations<Connection> transactions;
  private final InstantSource clock;

  Standings(
      Album album,
      Obstacles obstacles,
      InChatRepository repository,
      TransactionOperations<Connection> transactions,
      InstantSource clock) {
    this.album = album;
    this.obstacles = obstacles;
    this.repository = repository;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Where a build stands; empty when it does not wait. Blocks for two or three small reads. */
  public Optional<Standing> of(BuildRecord build) {
    return build.state().waiting() ? Optional.of(standing(build)) : Optional.empty();
  }

  /** The build behind it in its chat whose better priority it has inherited; null: none. */
  public @Nullable BuildRef lender(BuildRecord build) {
    var sortKey = build.sortKey();
    return sortKey == null
        ? null
        : transactions
            .executeRead(
                transaction ->
                    repository.lender(
                        transaction.getConnection(), build.chatNo(), build.place(), sortKey))
            .stream()
            .findFirst()
            .orElse(null);
  }

  private Standing standing(BuildRecord build) {
    var seen = clock.instant();
    var picture = album.picture();
    var forecast = picture.forecast(build.chatNo(), build.place());
    if (forecast == null && !build.createTime().isBefore(picture.asOf().minus(COMMIT_MAX))) {
      // It may have come after the picture was taken.
      picture = album.since(seen);
      forecast = picture.forecast(build.chatNo(), build.place());
    }
    var chat = inChat(build);
    var ahead = chat.ahead();
    boolean blocked = chat.blockedBy() != null;
    var estimate =
        picture.durations().estimate(build.tenantId(), build.projectId(), build.spec().template());
    var times = times(picture, build, forecast, ahead);
    var before = before(picture, forecast, ahead);
    return new Standing(
        forecast == null
            ? Math.max(picture.forecasts().size(), ahead.count()) + 1
            : forecast.position(),
        forecast != null,
        ahead.count(),
        blocked ? null : times.p50(),
        blocked ? null : times.p90(),
        !blocked && times.p50() != null ? times.p50().plus(estimate.p50()) : null,
        basis(estimate),
        obstacles.of(
            picture,
            Subject.of(build),
            chat,
            forecast == null
                ? new Turn(0, before, null)
                : new Turn(forecast.position(), before, forecast.startP50()),
            picture.blockers().getOrDefault(build.chatNo(), List.of())),
        before,
        picture.asOf());
  }

  private InChat inChat(BuildRecord build) {
    return transactions.executeRead(
        transaction -> {
          var connection = transaction.getConnection();
          var chat = repository.chat(connection, build.chatNo()).stream().findFirst().orElse(null);
          return inChat(connection, build.tenantId(), chat, build.chatNo(), build.place());
        });
  }

  /**
   * How a build stands in its chat.
   *
   * @param chat null: it is a chat of its own
   */
  InChat inChat(
      Connection connection, String tenant, @Nullable ChatRow chat, long chatNo, long place) {
    var ahead =
        repository.ahead(
            connection, chatNo, place, Obstacles.HOLDERS_MAX, BEFORE_MAX, PREDECESSORS_MAX);
    var blockedBy = chat == null ? null : chat.blockedBy();
    return new InChat(
        ahead,
        chat == null ? 1 : chat.slots(),
        blockedBy == null ? null : new BuildRef(tenant, blockedBy));
  }

  /** When it is expected to start; nulls: nobody can say. */
  private record Times(@Nullable Instant p50, @Nullable Instant p90) {}

  /**
   * Of a build that is in the picture, its forecast. Of one that lies deeper, the pace at which its
   * chat, or else the whole queue, goes on in the picture, carried on.
   */
  private static Times times(
      Picture picture, BuildRecord build, @Nullable Forecast forecast, Ahead ahead) {
    if (forecast != null) {
      return new Times(forecast.startP50(), forecast.startP90());
    }
    if (picture.neverStarts(build.chatNo(), build.place())) {
      return new Times(null, null);
    }
    var ofChat = picture.lastOf(build.chatNo());
    if (ofChat != null) {
      long known =
          picture.forecasts().stream().filter(one -> one.chatNo() == build.chatNo()).count();
      return scaled(picture.asOf(), ofChat, (ahead.count() + 1.0) / known);
    }
    // In a queue that the picture holds whole it would have been there: nobody can say.
    if (picture.forecasts().isEmpty() || !picture.deeper()) {
      return new Times(null, null);
    }
    return scaled(picture.asOf(), picture.forecasts().getLast(), 1.0 + ahead.count());
  }

  private static Times scaled(Instant asOf, Forecast last, double times) {
    return new Times(
        asOf.plusMillis((long) (Duration.between(asOf, last.startP50()).toMillis() * times)),
        asOf.plusMillis((long) (Duration.between(asOf, last.startP90()).toMillis() * times)));
  }

  /** How the durations were found, for people. */
  static String basis(Estimate estimate) {
    var form =
        switch (estimate.source()) {
          case PROJECT -> "p50/p90 of %d builds of this project and template";
          case TENANT -> "p50/p90 of %d builds of this tenant and template";
          case TEMPLATE -> "p50/p90 of %d builds of this template";
          case EVERYTHING -> "p50/p90 of %d builds of any kind";
          case DEFAULT -> "a default: no build has ended lately";
        };
    return form.replace("%d", Integer.toString(estimate.samples()));
  }

  private static List<String> before(Picture picture, @Nullable Forecast forecast, Ahead ahead) {
    var names = new ArrayList<String>();
    if (forecast == null) {
      var builds = ahead.builds();
      int from = Math.max(0, builds.size() - BEFORE_MAX);
      builds.subList(from, builds.size()).forEach(build -> names.add(build.name()));
      return names;
    }
    int at = forecast.position() - 1;
    for (int i = Math.max(0, at - BEFORE_MAX); i < at; i++) {
      names.add(picture.name(picture.forecasts().get(i)));
    }
    return names;
  }
}
