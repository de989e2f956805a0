package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.explain.InChatRepository.Ahead;
import dev.slipway.coordinator.explain.PictureRepository.ActiveRow;
import dev.slipway.coordinator.explain.PictureRepository.PauseRow;
import dev.slipway.coordinator.explain.Standing.Kind;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.coordinator.order.Blocker;
import dev.slipway.coordinator.order.Resource;
import dev.slipway.coordinator.order.Scope;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts into words what keeps a build from starting. */
@Singleton
class Obstacles {
  static final int HOLDERS_MAX = 10;

  private static final String THIS = "this build";
  private static final String FIRST = "the first build of its chat";

  /**
   * What keeps a build from starting, all of it.
   *
   * @param blockers what keeps its chat's head from starting, which it may be itself
   */
  List<Obstacle> of(
      Picture picture, Subject build, InChat chat, Turn turn, List<Blocker> blockers) {
    var found = new ArrayList<Obstacle>();
    var clear = turn.start();
    var ahead = chat.ahead();
    if (build.hold() != null) {
      found.add(held(build.hold(), build.holdUntil(), THIS, List.of()));
    }
    if (chat.blockedBy() != null) {
      found.add(
          new Obstacle(
              Kind.CHAT_BLOCKED,
              "Its chat stopped at a build that failed, until somebody looks after it.",
              List.of(chat.blockedBy().name()),
              "Retry that build, which takes its place, or discard it.",
              null));
    }
    if (!chat.first()) {
      found.add(predecessors(ahead, clear));
    }
    picture.pauses().stream()
        .filter(pause -> holds(pause, build))
        .forEach(pause -> found.add(paused(pause)));
    if (chat.first() && build.hold() == null) {
      for (var blocker : blockers) {
        said(picture, build, blocker, THIS, clear).ifPresent(found::add);
      }
      if (turn.position() > 1 && !found.isEmpty()) {
        found.add(order(turn));
      }
    }
    if (chat.behindFirst()) {
      // What the first build of its chat waits for, it waits for as well.
      var first = new ArrayList<Obstacle>();
      var held = ahead.held();
      if (held != null) {
        first.add(
            held(held.hold().kind(), held.hold().until(), FIRST, List.of(held.build().name())));
      } else {
        for (var blocker : blockers) {
          said(picture, build, blocker, FIRST, null).ifPresent(first::add);
        }
      }
      first.stream().filter(one -> !has(found, one.kind())).forEach(found::add);
    }
    return found;
  }

  private static boolean has(List<Obstacle> obstacles, Kind kind) {
    return obstacles.stream().anyMatch(one -> one.kind() == kind);
  }

  private static Obstacle held(
      Hold.Kind hold, @Nullable Instant until, String who, List<String> holders) {
    return switch (hold) {
      case DEBOUNCE ->
          new Obstacle(
              Kind.DEBOUNCE,
              "Its chat waits a moment for further submits.",
              holders,
              "Nothing to do; UpdateChat changes the chat's debounce.",
              until);
      case SCHEDULE ->
          new Obstacle(
              Kind.SCHEDULED,
              capital(who) + " was asked not to start before its not_before_time.",
              holders,
              "Wait, or cancel it and submit it without one.",
              until);
      case BACKOFF ->
          new Obstacle(
              Kind.BACKOFF,
              "The platform lost an attempt of " + who + "; the next one waits a little.",
              holders,
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

  private static boolean holds(PauseRow pause, Subject build) {
    return pause.tenant() == null
        || pause.tenant().equals(build.tenant())
            && (pause.project() == null || pause.project().equals(build.project()))
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

  private static Obstacle order(Turn turn) {
    int others = turn.position() - 1;
    var before = turn.before();
    return new Obstacle(
        Kind.ORDER,
        "%d %s first: a better key in its tenant, or tenants with a smaller share."
            .formatted(others, others == 1 ? "build goes" : "builds go"),
        before.subList(Math.max(0, before.size() - HOLDERS_MAX), before.size()),
        "Raise its priority, or the tenant's weight.",
        turn.start());
  }

  private static Optional<Obstacle> said(
      Picture picture, Subject build, Blocker blocker, String who, @Nullable Instant clear) {
    return switch (blocker) {
      // Told from the pause itself, with who and why.
      case Blocker.Paused _ -> Optional.empty();
      case Blocker.Full full -> Optional.of(full(picture, build, full, who, clear));
      case Blocker.NeverFits never ->
          Optional.of(
              new Obstacle(
                  Kind.NEVER_FITS,
                  "%s asks for %s; %s may hold %s in all."
                      .formatted(
                          capital(who),
                          amount(never.resource(), never.needed()),
                          name(never.scope(), build),
                          amount(never.resource(), never.limit())),
                  List.of(),
                  "Raise the quota of "
                      + name(never.scope(), build)
                      + ", or cancel it and ask for less.",
                  null));
      case Blocker.Reserved reserved ->
          Optional.of(
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
      Picture picture, Subject build, Blocker.Full full, String who, @Nullable Instant clear) {
    var name = name(full.scope(), build);
    var message =
        full.resource() == Resource.RUNNING
            ? "%s runs %d of %d builds.".formatted(name, full.used(), full.limit())
            : "%s holds %s of %s; %s needs %s."
                .formatted(
                    name,
                    amount(full.resource(), full.used()),
                    amount(full.resource(), full.limit()),
                    who,
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

  private static String name(Scope scope, Subject build) {
    return switch (scope) {
      case Scope.Cluster _ -> "cluster";
      case Scope.Tenant(var tenant) -> "tenants/" + tenant;
      case Scope.Project(var tenant, var project) -> "tenants/" + tenant + "/projects/" + project;
      case Scope.Chat _ -> "tenants/" + build.tenant() + "/chats/" + build.chat();
    };
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String amount(Resource resource, long amount) {
    return switch (resource) {
      case RUNNING -> amount + (amount == 1 ? " build" : " builds");
      case CPU -> String.format(java.util.Locale.ROOT, "%.3g CPU", amount / 1000.0);
      case MEMORY -> amount + " MiB";
    };
  }
}
