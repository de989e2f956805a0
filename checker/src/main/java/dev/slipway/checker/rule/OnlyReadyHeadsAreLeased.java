package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Decisions;
import java.util.Objects;
import java.util.stream.Stream;

/** Whatever is leased was its chat's head, and ready: neither held nor behind a block. */
public final class OnlyReadyHeadsAreLeased implements Rule {

  @Override
  public String name() {
    return "only ready heads are leased";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(
        history,
        (decision, queue) -> {
          for (var lease : decision.leases()) {
            tally.fact();
            // A decision that leases two of a chat makes the second one's head itself.
            boolean wasHead =
                Stream.concat(
                        Stream.of(queue.head(lease.chat())).filter(Objects::nonNull),
                        decision.changes().stream().flatMap(OnlyReadyHeadsAreLeased::heads))
                    .anyMatch(
                        head ->
                            head.chat() == lease.chat()
                                && head.place() == lease.place()
                                && head.ready());
            if (!wasHead) {
              tally.violation(
                  "transaction "
                      + decision.xid()
                      + " leased build "
                      + lease.build()
                      + " at place "
                      + lease.place()
                      + " of chat "
                      + lease.chat()
                      + ", whose head was "
                      + queue.head(lease.chat()));
            }
          }
        });
    return tally.findings();
  }

  private static Stream<Row.Head> heads(Change change) {
    return Stream.of(change.before(), change.after())
        .filter(Row.Head.class::isInstance)
        .map(Row.Head.class::cast);
  }
}
