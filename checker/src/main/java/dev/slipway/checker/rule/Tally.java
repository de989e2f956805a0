package dev.slipway.checker.rule;

import java.util.ArrayList;
import java.util.List;

/** Counts while a rule looks. */
final class Tally {
  /** Sentences kept of each rule; further violations are counted. */
  static final int EXAMPLES_MAX = 20;

  private long facts;
  private long violations;
  private final List<String> examples = new ArrayList<>();

  /** One more thing was looked at. */
  void fact() {
    facts++;
  }

  void facts(long more) {
    facts += more;
  }

  void violation(String sentence) {
    violations++;
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(sentence);
    }
  }

  Findings findings() {
    return new Findings(facts, violations, examples);
  }
}
