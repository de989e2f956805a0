package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.explain.PictureRepository.ActiveRow;
import dev.slipway.coordinator.explain.PictureRepository.Ahead;
import dev.slipway.coordinator.explain.PictureRepository.PauseRow;
import dev.slipway.coordinator.explain.Standing.Kind;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.order.Blocker;
import dev.slipway.coordinator.order.Forecast;
import dev.slipway.coordinator.order.Resource;
import dev.slipway.coordinator.order.Scope;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts into words what keeps a build from starting. */
@Singleton
class Obstacles {
  static final int HOLDERS_MAX = 10;

  List<Obstacle> of(
      Picture picture,
      BuildRecord build,
      @Nullable Forecast forecast,
      Ahead ahead,
      @Nullable BuildRef blockedBy) {
    var found = new ArrayList<Obstacle>();
    var clear = forecast == null ? null : forecast.startP50();
    if (build.hold() != null) {
      found.add(held(build.hold(), build.holdUntil()));
    }
    if (blockedBy != null) {
      found.add(
          new Obstacle(
              Kind.CHAT_BLOCKED,
              "Its chat stopped at a build that failed, until somebody looks after it.",
              List.of(blockedBy.name()),
              "Retry that build, which takes its place, or discard it.",
              null));
    }
    if (ahead.count() > 0) {
      found.add(predecessors(ahead, clear));
    }
    picture.pauses().stream()
        .filter(pause -> holds(pause, build))
        .forEach(pause -> found.add(paused(pause)));
    // What its chat's head waits for, it waits for as well, but only the head is told the figures.
    if (ahead.count() == 0 && build.hold() == null) {
      for (var blocker : picture.blockers().getOrDefault(build.chatNo(), List.of())) {
        said(picture, build, blocker, clear).ifPresent(found::add);
      }
      if (forecast != null && forecast.position() > 1 && !found.isEmpty()) {
        found.add(order(picture, forecast, clear));
      }
    }
    return found;
  }

  private static Obstacle held(Hold.Kind hold, @Nullable Instant until) {
    return switch (hold) {
      case DEBOUNCE ->
          new Obstacle(
              Kind.DEBOUNCE,
              "Its chat waits a moment for further submits.",
              List.of(),
              "Nothing to do; UpdateChat changes the chat's debounce.",
              until);
      case SCHEDULE ->
          new Obstacle(
              Kind.SCHEDULED,
              "It was asked not to start before its not_before_time.",
              List.of(),
              "Wait, or cancel it and submit it without one.",
              until);
      case BACKOFF ->
          new Obstacle(
              Kind.BACKOFF,
              "The platform lost an attempt of it; the next one waits a little.",
              List.of(),
              "Nothing to do; slipway attempts tells what happened.",
              until);
    };
  }

  private static Obstacle predecessors(Ahead ahead, @Nullable Instant clear) {
    int active = ahead.active();
    return new Obstacle(
        Kind.CHAT_PREDECESSOR,
        "%d %s of its chat %s before it, %d of them %s active."
            .formatted(
                ahead.count(),
                ahead.count() == 1 ? "build" : "builds",
                ahead.count() == 1 ? "goes" : "go",
                active,
                active == 1 ? "is" : "are"),
        ahead.builds().stream().limit(HOLDERS_MAX).map(BuildRef::name).toList(),
        "Cancel those that are not needed any more, or submit with supersede.",
        clear);
  }

  private static boolean holds(PauseRow pause, BuildRecord build) {
    return pause.tenant() == null
        || pause.tenant().equals(build.tenantId())
            && (pause.project() == null || pause.project().equals(build.projectId()))
            && (pause.chatNo() == null || pause.chatNo() == build.chatNo());
  }

  private static Obstacle paused(PauseRow pause) {
    return new Obstacle(
        Kind.PAUSED,
        "%s is paused by %s%s."
            .formatted(
                pause.scope(), pause.by(), pause.reason().isEmpty() ? "" : ": " + pause.reason()),
        List.of(pause.scope()),
        "slipway resume " + pause.scope(),
        pause.until());
  }

  private static Obstacle order(Picture picture, Forecast forecast, @Nullable Instant clear) {
    int at = forecast.position() - 1;
    var before = new ArrayList<String>();
    for (int i = Math.max(0, at - HOLDERS_MAX); i < at; i++) {
      before.add(picture.name(picture.forecasts().get(i)));
    }
    return new Obstacle(
        Kind.ORDER,
        "%d %s first: a better key in its tenant, or tenants with a smaller share."
            .formatted(at, at == 1 ? "build goes" : "builds go"),
        before,
        "Raise its priority, or the tenant's weight.",
        clear);
  }

  private static java.util.Optional<Obstacle> said(
      Picture picture, BuildRecord build, Blocker blocker, @Nullable Instant clear) {
    return switch (blocker) {
      // Told from the pause itself, with who and why.
      case Blocker.Paused _ -> java.util.Optional.empty();
      case Blocker.Full full -> java.util.Optional.of(full(picture, build, full, clear));
      case Blocker.NeverFits never ->
          java.util.Optional.of(
              new Obstacle(
                  Kind.NEVER_FITS,
                  "It asks for %s; %s may hold %s in all."
                      .formatted(
                          amount(never.resource(), never.needed()),
                          name(never.scope(), build),
                          amount(never.resource(), never.limit())),
                  List.of(),
                  "Raise the quota of "
                      + name(never.scope(), build)
                      + ", or cancel it and ask for less.",
                  null));
      case Blocker.Reserved reserved ->
          java.util.Optional.of(
              new Obstacle(
                  Kind.RESERVED,
                  "What %s has left is kept for a build that has waited for very long."
                      .formatted(name(reserved.scope(), build)),
                  nameOf(picture, reserved),
                  "",
                  clear));
    };
  }

  private static List<String> nameOf(Picture picture, Blocker.Reserved reserved) {
    var ref = picture.names().get(new Picture.Seat(reserved.by().chatNo(), reserved.by().place()));
    return ref == null ? List.of() : List.of(ref.name());
  }

  private static Obstacle full(
      Picture picture, BuildRecord build, Blocker.Full full, @Nullable Instant clear) {
    var name = name(full.scope(), build);
    var message =
        full.resource() == Resource.RUNNING
            ? "%s runs %d of %d builds.".formatted(name, full.used(), full.limit())
            : "%s holds %s of %s; this build needs %s."
                .formatted(
                    name,
                    amount(full.resource(), full.used()),
                    amount(full.resource(), full.limit()),
                    amount(full.resource(), full.needed()));
    return new Obstacle(
        kind(full.scope(), full.resource()),
        message,
        picture.active().stream()
            .filter(within(full.scope()))
            .limit(HOLDERS_MAX)
            .map(row -> row.build().name())
            .toList(),
        "Wait until some of them have ended, or raise the quota of " + name + ".",
        clear);
  }

  private static Predicate<ActiveRow> within(Scope scope) {
    return switch (scope) {
      case Scope.Cluster _ -> _ -> true;
      case Scope.Tenant(var tenant) -> row -> row.build().tenant().equals(tenant);
      case Scope.Project(var tenant, var project) ->
          row -> row.build().tenant().equals(tenant) && row.project().equals(project);
      case Scope.Chat(var chatNo) -> row -> row.chatNo() == chatNo;
    };
  }

  private static Kind kind(Scope scope, Resource resource) {
    return switch (scope) {
      case Scope.Cluster _ -> Kind.CLUSTER_CAPACITY;
      case Scope.Chat _ -> Kind.CHAT_QUOTA;
      case Scope.Tenant _ ->
          switch (resource) {
            case RUNNING -> Kind.TENANT_CONCURRENCY;
            case CPU -> Kind.TENANT_CPU;
            case MEMORY -> Kind.TENANT_MEMORY;
          };
      case Scope.Project _ ->
          switch (resource) {
            case RUNNING -> Kind.PROJECT_CONCURRENCY;
            case CPU -> Kind.PROJECT_CPU;
            case MEMORY -> Kind.PROJECT_MEMORY;
          };
    };
  }

  private static String name(Scope scope, BuildRecord build) {
    return switch (scope) {
      case Scope.Cluster _ -> "cluster";
      case Scope.Tenant(var tenant) -> "tenants/" + tenant;
      case Scope.Project(var tenant, var project) -> "tenants/" + tenant + "/projects/" + project;
      case Scope.Chat _ -> "tenants/" + build.tenantId() + "/chats/" + build.chatId();
    };
  }

  private static String amount(Resource resource, long amount) {
    return switch (resource) {
      case RUNNING -> amount + (amount == 1 ? " build" : " builds");
      case CPU -> String.format(java.util.Locale.ROOT, "%.3g CPU", amount / 1000.0);
      case MEMORY -> amount + " MiB";
    };
  }
}
