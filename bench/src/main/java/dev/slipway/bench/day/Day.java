package dev.slipway.bench.day;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Builds as they come in on a day. Each project has its own log-normal build times: its median lies
 * anywhere from {@link #MEDIAN_MIN} to {@link #MEDIAN_MAX}, all factors alike, and two thirds of
 * its builds take at most 1.5 times more or less than that. One in twenty fails early, at a tenth
 * of its time. Arrivals are random, three times as dense at noon as at night; one in twenty is a
 * burst of up to {@value #BURST_MAX} builds of one project within five minutes, as when agents work
 * in turns.
 *
 * @param submits by their times, the earliest first
 */
public record Day(List<Submit> submits) {
  static final Duration LENGTH = Duration.ofDays(1);
  static final Duration MEDIAN_MIN = Duration.ofSeconds(20);
  static final Duration MEDIAN_MAX = Duration.ofMinutes(6);

  /** Of the logarithm of a build time. */
  private static final double SPREAD = 0.4;

  private static final double EARLY_FAILURES = 0.05;
  private static final double BURSTS = 0.05;
  private static final int BURST_MAX = 15;
  private static final Duration BURST_LENGTH = Duration.ofMinutes(5);

  public Day {
    submits = List.copyOf(submits);
  }

  /**
   * One build.
   *
   * @param at since the day's begin
   * @param chat its number in the project, from 0
   * @param takes from start to end
   */
  public record Submit(Duration at, int tenant, int project, int chat, Duration takes) {}

  /**
   * Draws a day; the same for the same random generator.
   *
   * @param tenants numbered from 1; {@code projects} of each, numbered from 1, with {@code chats}
   *     each
   * @param load the work of the day as a share of what {@code slots} builds at a time can do
   */
  public static Day draw(
      RandomGenerator random, int tenants, int projects, int chats, int slots, double load) {
    var medians = new double[tenants * projects];
    for (int i = 0; i < medians.length; i++) {
      medians[i] =
          MEDIAN_MIN.toMillis()
              * Math.pow(
                  (double) MEDIAN_MAX.toMillis() / MEDIAN_MIN.toMillis(), random.nextDouble());
    }
    var submits = new ArrayList<Submit>();
    double work = load * slots * LENGTH.toMillis();
    while (work > 0) {
      int of = random.nextInt(medians.length);
      double at = arrival(random);
      int burst = random.nextDouble() < BURSTS ? 1 + random.nextInt(BURST_MAX) : 1;
      for (int i = 0; i < burst; i++) {
        double takes = medians[of] * Math.exp(SPREAD * random.nextGaussian());
        takes *= random.nextDouble() < EARLY_FAILURES ? 0.1 : 1;
        work -= takes;
        submits.add(
            new Submit(
                Duration.ofMillis((long) at),
                1 + of / projects,
                1 + of % projects,
                random.nextInt(chats),
                Duration.ofMillis(Math.max(1, (long) takes))));
        at =
            Math.min(LENGTH.toMillis(), at + BURST_LENGTH.toMillis() * random.nextDouble() / burst);
      }
    }
    submits.sort(Comparator.comparing(Submit::at));
    return new Day(submits);
  }

  /** A moment of the day: more likely at noon. */
  private static double arrival(RandomGenerator random) {
    while (true) {
      double part = random.nextDouble();
      double density = (2 - Math.cos(2 * Math.PI * part)) / 3;
      if (random.nextDouble() < density) {
        return part * LENGTH.toMillis();
      }
    }
  }

  /** The same day, run through so many times as fast. */
  public Day faster(int times) {
    return new Day(
        submits.stream()
            .map(
                one ->
                    new Submit(
                        one.at().dividedBy(times),
                        one.tenant(),
                        one.project(),
                        one.chat(),
                        one.takes().dividedBy(times)))
            .toList());
  }
}
