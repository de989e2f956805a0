package dev.slipway.bench.measure;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints figures, one a line: {@code name value unit}, with a point in numbers, never a comma. */
public final class Figures {
  private final PrintStream out;

  /** Prints to {@code out} and flushes each line, so that a run that is cut shows what it had. */
  public Figures(PrintStream out) {
    this.out = out;
  }

  /** A ratio of two rates or two times, by its median; how far it reaches is told to people. */
  public void ratio(String name, Ratio ratio) {
    Talk.say("%s: %s", name, ratio);
    line(name, number(ratio.median(), 2), "ratio");
  }

  /** A share or a ratio that is one number, three decimals. */
  public void share(String name, double share) {
    line(name, number(share, 3), "share");
  }

  /** Units a second. */
  public void perSecond(String name, double rate) {
    line(name, number(rate, rate < 100 ? 2 : 0), "per_s");
  }

  /** Milliseconds. */
  public void millis(String name, Duration time) {
    line(name, number(time.toNanos() / 1e6, 3), "ms");
  }

  /** Seconds. */
  public void seconds(String name, Duration time) {
    line(name, number(time.toNanos() / 1e9, 2), "s");
  }

  /** Microseconds that one of something took. */
  public void micros(String name, double micros) {
    line(name, number(micros, 1), "us");
  }

  /** How many there were. */
  public void count(String name, long count) {
    line(name, Long.toString(count), "count");
  }

  /** How something was set; neither the name nor the value may hold a blank. */
  public void setting(String name, String value) {
    line(name, value, "setting");
  }

  private void line(String name, String value, String unit) {
    out.println(name + " " + value + " " + unit);
    out.flush();
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
