package dev.slipway.bench.plan;

/**
 * How long nothing starts when the coordinator that dispatched last is killed.
 *
 * <p>1,000,000 builds wait; three coordinators on one database, builds of 50 ms, one work file for
 * all. Twenty times: the process of the newest START line is killed with -9, and started again when
 * the next START has come. The figure is the longest time between the newest START before a kill
 * and the first one after it.
 *
 * <p>Prints {@code seconds} (the longest), {@code median_s}, {@code kills}.
 */
final class TakeoverBench implements Bench {
  @Override
  public String name() {
    return "takeover";
  }

  @Override
  public String what() {
    return "longest gap without a dispatch while coordinators are killed";
  }

  @Override
  public void run(Frame frame) throws Exception {
    throw new NotYet("several coordinators on one database");
  }
}
