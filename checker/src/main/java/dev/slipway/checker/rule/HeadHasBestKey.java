package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.replay.Chats;

/** A head has the best key of all that wait in its chat: its own or an inherited one. */
public final class HeadHasBestKey implements Rule {

  @Override
  public String name() {
    return "a head has the best key of its chat";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Chats.replay(
        history,
        (chat, state, last, _) -> {
          var head = state.head();
          if (head != null && state.firstWaiting() != null) {
            tally.fact();
            if (head.sortKey() != state.bestKey()) {
              tally.violation(
                  "the head of chat "
                      + chat
                      + " has the key "
                      + head.sortKey()
                      + ", but the best that waits is "
                      + state.bestKey()
                      + " after transaction "
                      + last.xid());
            }
          }
        });
    return tally.findings();
  }
}
