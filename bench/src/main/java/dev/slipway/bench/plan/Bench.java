package dev.slipway.bench.plan;

/** One thing that is measured. */
public interface Bench {

  /** How {@code bench/run} calls it, in lower case. */
  String name();

  /** One line for the list: what is measured against what. */
  String what();

  /** Whether its database needs pg_stat_statements. */
  default boolean countsStatements() {
    return false;
  }

  /**
   * Measures and prints; blocks for up to five minutes. What it starts it ends, or leaves to the
   * frame.
   */
  void run(Frame frame) throws Exception;
}
