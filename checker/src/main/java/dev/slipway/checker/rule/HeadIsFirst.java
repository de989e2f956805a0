package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.replay.Chats;

/** A chat's head is the first build that waits in it. */
public final class HeadIsFirst implements Rule {

  @Override
  public String name() {
    return "a head is the first that waits in its chat";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Chats.replay(
        history,
        (chat, state, last, _) -> {
          var head = state.head();
          if (head != null) {
            tally.fact();
            var first = state.firstWaiting();
            if (first == null || first.place() != head.place()) {
              tally.violation(
                  "the head of chat "
                      + chat
                      + " is at place "
                      + head.place()
                      + ", but first waits "
                      + first
                      + " after transaction "
                      + last.xid());
            }
          }
        });
    return tally.findings();
  }
}
