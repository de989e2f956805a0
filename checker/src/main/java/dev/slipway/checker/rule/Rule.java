package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;

/** One thing that must be true of every history. */
public interface Rule {

  /** A short sentence that begins with the invariant's number, if it has one. */
  String name();

  /** Looks at all of the history; pure. */
  Findings check(History history);
}
