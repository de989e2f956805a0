package dev.slipway.coordinator.verify;

import dev.slipway.coordinator.build.Failure;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Every rule that the rows can show, in the order in which they are checked. */
@Singleton
class Rules {
  private final List<Rule> all;

  Rules(
      PhaseRuleRepository phases,
      HeadRuleRepository heads,
      ChatRuleRepository chats,
      EventRuleRepository events,
      HolderRuleRepository holders,
      ResultRuleRepository results) {
    all =
        List.of(
            new Rule(
                "one-phase-per-build",
                "Every build waits, is active or has ended: exactly one of the three.",
                phases::onePhasePerBuild),
            new Rule(
                "phase-like-its-request",
                "A build's row has the tenant, project, chat and place that were requested.",
                phases::phaseLikeItsRequest),
            new Rule(
                "request-once",
                "No two builds of a tenant have the same request_id.",
                phases::requestOnce),
            new Rule(
                "dead-letter-mark",
                "A dead letter is FAILED by the platform's fault, and what its requeue made retries"
                    + " it.",
                () -> phases.deadLetterMark(platformReasons())),
            new Rule(
                "head-is-first",
                "A chat's head is the first build that waits in it.",
                heads::headIsFirst),
            new Rule(
                "head-like-its-build",
                "A head has the tenant, project and resources of its build and the slots of its"
                    + " chat.",
                heads::headLikeItsBuild),
            new Rule(
                "head-where-one-can-start",
                "A chat has a head if and only if builds wait in it and fewer are active than it"
                    + " may have.",
                heads::headWhereOneCanStart),
            new Rule(
                "head-key-is-best",
                "A head has the best key of all the builds that wait in its chat.",
                heads::headKeyIsBest),
            new Rule(
                "head-ready",
                "A head is ready if and only if its build is not held and its chat not blocked.",
                heads::headReady),
            new Rule(
                "slots",
                "The active builds of a chat have a slot each, of as many as the chat had when it"
                    + " leased the last.",
                chats::slots),
            new Rule(
                "fifo-starts",
                "Builds of a chat are leased in their order; where it runs one at a time, each"
                    + " after the end of those before it.",
                chats::fifoStarts),
            new Rule(
                "chat-sequence",
                "The builds of a chat are numbered 1, 2, 3 … up to its last number, and are at the"
                    + " places of their numbers.",
                chats::chatSequence),
            new Rule(
                "blocked-by-its-failure",
                "A chat is blocked by a failed build of its own.",
                chats::blockedByItsFailure),
            new Rule(
                "events-gapless",
                "The events of a build are numbered 1, 2, 3 … up to its last.",
                events::eventsGapless),
            new Rule(
                "events-are-a-path",
                "Each event begins in the state that the one before left, and goes where the"
                    + " lifecycle allows.",
                events::eventsArePath),
            new Rule(
                "one-end", "A build ends once, and nothing happens to it after.", events::oneEnd),
            new Rule(
                "attempts-count",
                "The attempts of a build are numbered 1, 2, 3 … up to the one it is at.",
                events::attemptsCount),
            new Rule(
                "quota-held",
                "Nothing was leased that made a scope hold more than its limit.",
                holders::quotaHeld),
            new Rule(
                "no-dead-coordinator-leases",
                "For information: active builds whose coordinator was not heard of for 60 s. Never"
                    + " a violation.",
                holders::noDeadCoordinatorLeases),
            new Rule(
                "preview-points-to-success",
                "A chat's preview shows a build of this chat that succeeded and published a site.",
                results::previewPointsToSuccess),
            new Rule(
                "log-chunks-touch",
                "The chunks of a log touch each other from 0 on, and are all that its attempts"
                    + " wrote.",
                results::logChunksTouch));
  }

  List<Rule> all() {
    return all;
  }

  private static String platformReasons() {
    return Arrays.stream(Failure.Reason.values())
        .filter(reason -> Failure.of(reason, "", "").fault() == Failure.Fault.PLATFORM)
        .map(Failure.Reason::name)
        .collect(Collectors.joining(","));
  }
}
