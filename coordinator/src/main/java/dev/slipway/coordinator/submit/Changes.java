package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.UpdateMask;
import dev.slipway.coordinator.ledger.Amendment;
import dev.slipway.coordinator.ledger.Amendments;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.UpdateBuildRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Builds that are to be otherwise, or to end. */
@Singleton
class Changes {
  private static final int REASON_CHARACTERS_MAX = 512;

  private final Ledger ledger;
  private final Amendments amendments;
  private final PriorityPolicy priorities;

  Changes(Ledger ledger, Amendments amendments, PriorityPolicy priorities) {
    this.ledger = ledger;
    this.amendments = amendments;
    this.priorities = priorities;
  }

  /**
   * Changes priority, labels or display name, all that the mask names or nothing.
   *
   * @throws Refusal with every field that is wrong; for a priority of a build that does not wait;
   *     when there is no such build
   */
  BuildRef update(UpdateBuildRequest request) {
    var violations = new Violations();
    violations.addAll(UnknownFields.in(request));
    var ref = violations.read(() -> named(request.getBuild().getName()));
    var mask = violations.read(() -> mask(request));
    if (ref == null || mask == null) {
      violations.refuse();
      throw new IllegalStateException("a name or a mask that is missing was not refused");
    }
    var amendment = amendment(request, ref, mask, violations);
    violations.refuse();
    if (!amendments.amend(ref, amendment)) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "BUILD_NOT_WAITING",
              ref.name(),
              "Only a build that waits has a priority that can be changed; this one has started or"
                  + " ended."));
    }
    return ref;
  }

  private static BuildRef named(String name) {
    return BuildRef.parse(name)
        .orElseThrow(
            () ->
                Refusal.badField(
                    "build.name",
                    "\"%s\" is not of the form tenants/{tenant}/builds/{build}.".formatted(name)));
  }

  private static Set<String> mask(UpdateBuildRequest request) {
    return UpdateMask.required(
        request.getUpdateMask().getPathsList(), List.of("priority", "labels", "display_name"));
  }

  private Amendment amendment(
      UpdateBuildRequest request, BuildRef ref, Set<String> mask, Violations violations) {
    var build = request.getBuild();
    Priority priority = null;
    if (mask.contains("priority")) {
      priority = QueueFields.priority(build.getPriority(), "build.priority", violations);
      WishReader.allowed(priority, priorities.highest(ref.tenant()), violations);
    }
    if (mask.contains("labels")) {
      QueueFields.checkLabels(build.getLabelsMap(), violations);
    }
    if (mask.contains("display_name")) {
      QueueFields.displayName(build.getDisplayName(), violations);
    }
    return new Amendment(
        priority,
        mask.contains("labels") ? build.getLabelsMap() : null,
        mask.contains("display_name") ? build.getDisplayName() : null);
  }

  /** Asks for the end of a build; what has ended or is stopping stays as it is. */
  BuildRef cancel(CancelBuildRequest request) {
    var violations = new Violations();
    var ref = violations.read(() -> BuildRef.ofRequest(request.getName()));
    var reason = reason(request.getReason(), violations);
    violations.refuse();
    if (ref == null) {
      throw new IllegalStateException("a name that is missing was not refused");
    }
    ledger.ask(ref, new CancelAsked(reason));
    return ref;
  }

  /** Why somebody wants a build to end, as Postgres can store it: without NUL. */
  static String reason(String reason, Violations violations) {
    violations.unless(
        reason.length() <= REASON_CHARACTERS_MAX,
        "reason",
        "has %d characters; at most %d.",
        reason.length(),
        REASON_CHARACTERS_MAX);
    return reason.replace('\0', '\uFFFD');
  }
}
