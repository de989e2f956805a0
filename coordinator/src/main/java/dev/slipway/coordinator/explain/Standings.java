package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.PictureRepository.Predecessor;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.order.Estimate;
import dev.slipway.coordinator.order.Forecast;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of waiting builds where they stand. */
@Singleton
public class Standings {
  /** Builds of its chat that are counted before one; beyond, the count is a lower bound. */
  private static final int PREDECESSORS_MAX = 1_000;

  private static final int BEFORE_MAX = 20;

  private final Album album;
  private final Obstacles obstacles;
  private final PictureRepository repository;
  private final TransactionOperations<Connection> transactions;

  Standings(
      Album album,
      Obstacles obstacles,
      PictureRepository repository,
      TransactionOperations<Connection> transactions) {
    this.album = album;
    this.obstacles = obstacles;
    this.repository = repository;
    this.transactions = transactions;
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
    var picture = album.picture();
    var forecast = picture.forecast(build.chatNo(), build.place());
    if (forecast == null && build.createTime().isAfter(picture.asOf())) {
      // It came after the picture was taken.
      picture = album.fresh();
      forecast = picture.forecast(build.chatNo(), build.place());
    }
    var ahead =
        transactions.executeRead(
            transaction ->
                repository.predecessors(
                    transaction.getConnection(), build.chatNo(), build.place(), PREDECESSORS_MAX));
    var blockedBy =
        transactions.executeRead(
            transaction -> repository.blockedBy(transaction.getConnection(), build.chatNo()));
    var estimate =
        picture.durations().estimate(build.tenantId(), build.projectId(), build.spec().template());
    var times = times(picture, build, forecast, ahead);
    return new Standing(
        forecast == null
            ? Math.max(picture.forecasts().size(), ahead.size()) + 1
            : forecast.position(),
        forecast != null,
        ahead.size(),
        blockedBy.isEmpty() ? times.p50() : null,
        blockedBy.isEmpty() ? times.p90() : null,
        blockedBy.isEmpty() && times.p50() != null ? times.p50().plus(estimate.p50()) : null,
        basis(estimate),
        obstacles.of(
            picture,
            build,
            forecast,
            ahead,
            blockedBy.isEmpty() ? null : new BuildRef(build.tenantId(), blockedBy.getFirst())),
        before(picture, forecast, ahead),
        picture.asOf());
  }

  /** When it is expected to start; nulls: nobody can say. */
  private record Times(@Nullable Instant p50, @Nullable Instant p90) {}

  /**
   * Of a build that is in the picture, its forecast. Of one that lies deeper, the pace at which its
   * chat, or else the whole queue, goes on in the picture, carried on.
   */
  private static Times times(
      Picture picture, BuildRecord build, @Nullable Forecast forecast, List<Predecessor> ahead) {
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
      return scaled(picture.asOf(), ofChat, (ahead.size() + 1.0) / known);
    }
    // In a queue that the picture holds whole it would have been there: nobody can say.
    if (picture.forecasts().isEmpty() || !picture.deeper()) {
      return new Times(null, null);
    }
    return scaled(picture.asOf(), picture.forecasts().getLast(), 1.0 + ahead.size());
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

  private static List<String> before(
      Picture picture, @Nullable Forecast forecast, List<Predecessor> ahead) {
    var names = new ArrayList<String>();
    if (forecast == null) {
      int from = Math.max(0, ahead.size() - BEFORE_MAX);
      ahead.subList(from, ahead.size()).forEach(one -> names.add(one.build().name()));
      return names;
    }
    int at = forecast.position() - 1;
    for (int i = Math.max(0, at - BEFORE_MAX); i < at; i++) {
      names.add(picture.name(picture.forecasts().get(i)));
    }
    return names;
  }
}
