package dev.slipway.race.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What became of a race with a bug.
 *
 * @param mutant its name
 * @param builds that ended
 * @param unended builds that never did
 * @param broken the rules that the history checker found broken
 * @param refused the constraints of the schema that refused a write
 */
public record Verdict(
    String mutant, long builds, long unended, List<String> broken, Set<String> refused) {
  public Verdict {
    broken = List.copyOf(broken);
    refused = Set.copyOf(refused);
  }

  /** Whether anything was seen at all. */
  public boolean caught() {
    return unended > 0 || !broken.isEmpty() || !refused.isEmpty();
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-28s %-6s after %d builds: %s",
        mutant,
        caught() ? "caught" : "MISSED",
        builds,
        how());
  }

  private String how() {
    if (!caught()) {
      return "nothing was seen";
    }
    var how = new ArrayList<String>();
    broken.forEach(rule -> how.add("\"" + rule + "\""));
    refused.forEach(constraint -> how.add("refused by " + constraint));
    if (unended > 0) {
      how.add(unended + " builds never ended");
    }
    return String.join(", ", how);
  }
}
