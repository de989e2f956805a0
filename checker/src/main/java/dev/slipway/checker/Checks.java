package dev.slipway.checker;

import dev.slipway.checker.history.History;
import dev.slipway.checker.rule.AcknowledgedBuildsEnd;
import dev.slipway.checker.rule.AllowedMoves;
import dev.slipway.checker.rule.AttemptsCountUp;
import dev.slipway.checker.rule.BestKeyFirst;
import dev.slipway.checker.rule.ClientsSeeOrder;
import dev.slipway.checker.rule.DecisionsAreSerial;
import dev.slipway.checker.rule.EndsOnce;
import dev.slipway.checker.rule.EnoughHappened;
import dev.slipway.checker.rule.FairShare;
import dev.slipway.checker.rule.HeadHasBestKey;
import dev.slipway.checker.rule.HeadIsFirst;
import dev.slipway.checker.rule.KeyIsOfItsSubmit;
import dev.slipway.checker.rule.LimitsHold;
import dev.slipway.checker.rule.OneBuildPerRequest;
import dev.slipway.checker.rule.OnlyReadyHeadsAreLeased;
import dev.slipway.checker.rule.PausedDoesNotStart;
import dev.slipway.checker.rule.PlaceIsKept;
import dev.slipway.checker.rule.Rule;
import dev.slipway.checker.rule.SequencesGrow;
import dev.slipway.checker.rule.SlotsOfAChat;
import dev.slipway.checker.rule.StartsInPlaceOrder;
import dev.slipway.checker.rule.SuccessHasItsWorkload;
import dev.slipway.checker.rule.WaitingChatHasHead;
import dev.slipway.checker.rule.WorkloadsBeginInOrder;
import dev.slipway.checker.rule.WorkloadsEnd;
import dev.slipway.checker.rule.WorkloadsOfAChat;
import java.util.ArrayList;
import java.util.List;

/** The rules that a history is held against. */
public final class Checks {
  private final List<Rule> rules;

  private Checks(List<Rule> rules) {
    this.rules = rules;
  }

  /** Every rule; nothing is expected of the amount. */
  public static Checks all() {
    return new Checks(
        List.of(
            new AcknowledgedBuildsEnd(),
            new OneBuildPerRequest(),
            new EndsOnce(),
            new AllowedMoves(),
            new AttemptsCountUp(),
            new SlotsOfAChat(),
            new WorkloadsOfAChat(),
            new StartsInPlaceOrder(),
            new WorkloadsBeginInOrder(),
            new ClientsSeeOrder(),
            new PlaceIsKept(),
            new DecisionsAreSerial(),
            new LimitsHold(),
            new SuccessHasItsWorkload(),
            new KeyIsOfItsSubmit(),
            new BestKeyFirst(),
            new FairShare(),
            new OnlyReadyHeadsAreLeased(),
            new PausedDoesNotStart(),
            new HeadIsFirst(),
            new HeadHasBestKey(),
            new WaitingChatHasHead(),
            new SequencesGrow(),
            new WorkloadsEnd()));
  }

  /** These rules, and that at least so many builds ended and so many kills were made. */
  public Checks expecting(long builds, long kills) {
    var more = new ArrayList<>(rules);
    more.add(new EnoughHappened(builds, kills));
    return new Checks(List.copyOf(more));
  }

  /** Holds a history against each rule. Pure; about a second for 10,000 builds. */
  public Report run(History history) {
    return new Report(
        rules.stream().map(rule -> new Report.Line(rule.name(), rule.check(history))).toList());
  }
}
