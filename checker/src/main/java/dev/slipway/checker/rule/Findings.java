package dev.slipway.checker.rule;

import java.util.List;

/**
 * What a rule found.
 *
 * @param facts how many things it looked at
 * @param violations how many of them break the rule
 * @param examples the first of them, each a sentence with the build, the chat and the transactions;
 *     at most {@link Tally#EXAMPLES_MAX}
 */
public record Findings(long facts, long violations, List<String> examples) {
  public Findings {
    examples = List.copyOf(examples);
  }
}
