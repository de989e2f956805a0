package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.admit.Admitted;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.repeat.RequestHash;
import dev.slipway.v1.Build;
import dev.slipway.v1.RetryBuildRequest;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues builds again that have ended, with exactly what they were made from. */
@Singleton
public class Repeats {
  /** Each further try means that somebody else looked after the blocked chat meanwhile. */
  private static final int TRIES_MAX = 3;

  private final Builds builds;
  private final Admission admission;
  private final BlockedRepository blocked;
  private final PriorityPolicy priorities;
  private final ManyBuilds many;

  Repeats(
      Builds builds,
      Admission admission,
      BlockedRepository blocked,
      PriorityPolicy priorities,
      ManyBuilds many) {
    this.builds = builds;
    this.admission = admission;
    this.blocked = blocked;
    this.priorities = priorities;
    this.many = many;
  }

  /** Answers RetryBuild. Blocks until it is committed. */
  Build retry(RetryBuildRequest request) {
    var violations = new Violations();
    violations.addAll(UnknownFields.in(request));
    WishReader.requestId(request.getRequestId(), violations);
    var ref = violations.read(() -> BuildRef.ofRequest(request.getName()));
    violations.refuse();
    if (ref == null) {
      throw new IllegalStateException("a name that is missing was not refused");
    }
    var requestId = request.getRequestId().isEmpty() ? null : request.getRequestId();
    var hash = RequestHash.of(request.toBuilder().clearRequestId().build());
    return repeat(builds.get(ref), requestId, hash);
  }

  /**
   * Queues a build again, as a new one: in the place of the old one when that blocks its chat, else
   * at the end of the chat. Blocks until it is committed.
   *
   * @param requestId a repeat with the same id answers with the same build; null: no such
   *     protection
   * @param hash of what the caller was asked, as {@link Wish#hash}
   * @throws Refusal when it has not ended, or as {@link Admission#admit(Wish)}
   */
  public Build repeat(BuildRecord build, @Nullable String requestId, String hash) {
    if (!build.state().ended()) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "BUILD_NOT_ENDED",
              build.ref().name(),
              "It is %s. Only a build that has ended can be repeated; wait for it, or cancel it."
                  .formatted(build.state())));
    }
    return many.of(List.of(admit(build, wish(build, requestId, hash)))).getFirst();
  }

  private Admitted admit(BuildRecord build, Wish wish) {
    for (int tries = 1; ; tries++) {
      if (!blocked.blocks(build.tenantId(), build.chatNo(), build.buildId())) {
        return admission.admit(wish);
      }
      try {
        return admission.admitInPlace(wish);
      } catch (Refusal refusal) {
        if (!(refusal.kind() instanceof Refusal.Kind.Conflict) || tries == TRIES_MAX) {
          throw refusal;
        }
      }
    }
  }

  private Wish wish(BuildRecord build, @Nullable String requestId, String hash) {
    var highest = priorities.highest(build.tenantId());
    Priority priority = build.priorityClass();
    return new Wish(
        build.tenantId(),
        build.projectId(),
        build.chatId(),
        build.messageId(),
        build.createdBy(),
        build.displayName(),
        build.labels(),
        exactly(build),
        build.resources(),
        priority.compareTo(highest) <= 0 ? priority : highest,
        null,
        null,
        null,
        requestId,
        hash,
        build.buildId());
  }

  /** A git reference may have moved since: the commit that it stood for is what is wanted. */
  private static BuildSpec exactly(BuildRecord build) {
    var spec = build.spec();
    var commit = build.resolvedCommit();
    if (commit == null || !(spec.source() instanceof SourceSpec.Git git)) {
      return spec;
    }
    return new BuildSpec(
        spec.template(),
        spec.parameters(),
        new SourceSpec.Git(git.repository(), commit),
        spec.steps(),
        spec.image(),
        spec.timeoutMillis(),
        spec.startupTimeoutMillis());
  }
}
