package dev.slipway.coordinator.verify;

import io.micronaut.core.annotation.Introspected;
import java.util.List;

/**
 * What a rule's query found.
 *
 * @param checked rows or builds that were looked at
 * @param violations how many break the rule
 * @param examples the first 20 of them in words, one a line
 */
@Introspected
record Finding(long checked, long violations, String examples) {
  /** The examples, each by itself. */
  List<String> lines() {
    return examples.isEmpty() ? List.of() : List.of(examples.split("\n", -1));
  }
}
