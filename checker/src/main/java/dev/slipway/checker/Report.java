package dev.slipway.checker;

import dev.slipway.checker.rule.Findings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all rules found.
 *
 * @param lines one for each rule
 */
public record Report(List<Line> lines) {

  /**
   * What one rule found.
   *
   * @param rule its name
   */
  public record Line(String rule, Findings findings) {}

  public Report {
    lines = List.copyOf(lines);
  }

  /** Facts that all rules checked together. */
  public long facts() {
    return lines.stream().mapToLong(line -> line.findings().facts()).sum();
  }

  /** Violations of all rules together. */
  public long violations() {
    return lines.stream().mapToLong(line -> line.findings().violations()).sum();
  }

  /** The rules that are broken, by name. */
  public List<String> broken() {
    return lines.stream().filter(line -> line.findings().violations() > 0).map(Line::rule).toList();
  }

  /** The table, the examples of each violation, and the totals as the last line. */
  @Override
  public String toString() {
    return Stream.of(
            lines.stream().map(Report::row),
            lines.stream().flatMap(Report::examples),
            Stream.of("checked " + facts() + " facts, violations " + violations()))
        .flatMap(part -> part)
        .collect(Collectors.joining("\n"));
  }

  private static String row(Line line) {
    var findings = line.findings();
    return String.format(
        "%-55s %10d facts %6d violations", line.rule(), findings.facts(), findings.violations());
  }

  private static Stream<String> examples(Line line) {
    return line.findings().examples().stream().map(example -> line.rule() + ": " + example);
  }
}
