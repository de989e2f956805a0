package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildEventsResponse;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Builds that are named, their attempts and their events, as they are now. */
@Singleton
class Reads {
  private static final int NAMES_MAX = 1_000;
  private static final int EVENTS_A_PAGE = 100;

  private final Builds builds;
  private final ManyBuilds many;
  private final AttemptRepository attempts;
  private final BuildMessages messages;

  Reads(Builds builds, ManyBuilds many, AttemptRepository attempts, BuildMessages messages) {
    this.builds = builds;
    this.many = many;
    this.attempts = attempts;
    this.messages = messages;
  }

  /**
   * A build.
   *
   * @throws Refusal when there is none in this tenant
   */
  Build get(BuildRef ref) {
    return messages.message(builds.get(ref), builds.log(ref));
  }

  /**
   * Several builds, in the order of their names; one that is named twice is there twice.
   *
   * @throws Refusal for names that are not of the parent, and for the first that does not exist
   */
  List<Build> batch(BatchGetBuildsRequest request) {
    var refs = refs(request);
    var found = many.byRef(refs);
    return refs.stream()
        .map(
            ref -> {
              var build = found.get(ref);
              if (build == null) {
                throw Refusal.notFound(ref.name());
              }
              return build;
            })
        .toList();
  }

  private static List<BuildRef> refs(BatchGetBuildsRequest request) {
    var violations = new Violations();
    var tenant = violations.read(() -> Parents.tenant(request.getParent()));
    int count = request.getNamesCount();
    violations.unless(
        count >= 1 && count <= NAMES_MAX, "names", "has %d; 1 to %d.", count, NAMES_MAX);
    var refs = new ArrayList<BuildRef>();
    for (int i = 0; i < Math.min(count, NAMES_MAX); i++) {
      var name = request.getNames(i);
      var ref = BuildRef.parse(name);
      ref.ifPresent(refs::add);
      violations.unless(
          ref.isPresent() && (tenant == null || ref.get().tenant().equals(tenant)),
          "names[" + i + "]",
          "\"%s\" is not of the form %s/builds/{build}.",
          name,
          tenant == null ? "tenants/{tenant}" : "tenants/" + tenant);
    }
    violations.refuse();
    return refs;
  }

  /**
   * Every attempt of a build, oldest first.
   *
   * @throws Refusal when there is no such build in this tenant
   */
  List<Attempt> attempts(BuildRef ref) {
    builds.get(ref);
    return attempts.oldestFirst(ref.id()).stream().map(Reads::attempt).toList();
  }

  private static Attempt attempt(AttemptRow row) {
    var message =
        Attempt.newBuilder()
            .setAttempt(row.attempt())
            .setUid(row.attemptUid().toString())
            .setLeaseTime(EventMessages.timestamp(row.leaseTime()));
    if (row.outcome() != null) {
      message.setOutcome(Attempt.Outcome.valueOf("OUTCOME_" + row.outcome()));
    }
    if (row.failure() != null) {
      message.setFailure(EventMessages.failure(row.failure()));
    }
    if (row.startTime() != null) {
      message.setStartTime(EventMessages.timestamp(row.startTime()));
    }
    if (row.endTime() != null) {
      message.setEndTime(EventMessages.timestamp(row.endTime()));
    }
    return message.build();
  }

  /** A page of a build's events. */
  ListBuildEventsResponse events(ListBuildEventsRequest request) {
    var ref = BuildRef.ofRequest(request.getName());
    int size = PageSize.of(request.getPageSize(), EVENTS_A_PAGE);
    builds.get(ref);
    // One more than a page tells whether there is another.
    var found = builds.events(ref, after(request.getPageToken()), size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    var response =
        ListBuildEventsResponse.newBuilder()
            .addAllEvents(page.stream().map(event -> EventMessages.message(ref, event)).toList());
    if (found.size() > size) {
      response.setNextPageToken(PageToken.encode(Long.toString(page.getLast().sequence())));
    }
    return response.build();
  }

  private static long after(String token) {
    var key = PageToken.decode(token, 1);
    try {
      return key.isEmpty() ? 0 : Long.parseLong(key.getFirst());
    } catch (NumberFormatException notANumber) {
      throw PageToken.bad();
    }
  }
}
