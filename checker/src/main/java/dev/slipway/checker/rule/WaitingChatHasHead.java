package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.replay.Chats;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A chat in which a build waits and that has a free slot has a head; where that was missed, it is
 * mended soon.
 */
public final class WaitingChatHasHead implements Rule {
  /** The repair is level-triggered: so long it may take. */
  private static final Duration MENDED_WITHIN = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "a chat that waits and has a free slot has a head";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Map<Long, Instant> missingSince = new HashMap<>();
    Chats.replay(
        history,
        (chat, state, last, isEnd) -> {
          tally.fact();
          boolean missing =
              state.firstWaiting() != null && state.head() == null && state.hasFreeSlot();
          var since = missingSince.get(chat);
          if (since != null && Duration.between(since, last.at()).compareTo(MENDED_WITHIN) > 0) {
            tally.violation(
                "chat "
                    + chat
                    + " had no head from "
                    + since
                    + " until transaction "
                    + last.xid()
                    + " at "
                    + last.at());
            missingSince.put(chat, last.at());
          } else if (missing && isEnd) {
            tally.violation(
                "chat " + chat + " has no head in the end, but " + state.firstWaiting());
          }
          if (missing) {
            missingSince.putIfAbsent(chat, last.at());
          } else {
            missingSince.remove(chat);
          }
        });
    return tally.findings();
  }
}
