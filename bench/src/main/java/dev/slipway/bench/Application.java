package dev.slipway.bench;

import dev.slipway.bench.measure.Figures;
import dev.slipway.bench.measure.Talk;
import dev.slipway.bench.plan.Bench;
import dev.slipway.bench.plan.Benches;
import dev.slipway.bench.plan.Frame;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code bench/run NAME}. Exit codes: 0 measured, 1 could not measure, 2 no such bench, 130 ended
 * by Ctrl-C.
 */
public final class Application {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Application() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** As {@code main}, but returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length == 0) {
      list(out);
      return 0;
    }
    Optional<Bench> bench = args.length == 1 ? Benches.named(args[0]) : Optional.empty();
    if (bench.isEmpty()) {
      err.println("bench: there is no \"" + String.join(" ", args) + "\"; give one of:");
      list(err);
      return USAGE;
    }
    return measure(bench.get(), new Figures(out));
  }

  private static void list(PrintStream to) {
    Benches.all().forEach(bench -> to.printf("%-10s %s%n", bench.name(), bench.what()));
  }

  private static int measure(Bench bench, Figures figures) {
    long began = System.nanoTime();
    var frame = new Frame(figures, folder(), cacheDir());
    // Every way to end goes through it, Ctrl-C too.
    Runtime.getRuntime().addShutdownHook(new Thread(frame::close, "stop"));
    try {
      boolean asked = isSet("SLIPWAY_BENCH_STATEMENTS");
      frame.open(asked || bench.countsStatements());
      bench.run(frame);
      if (asked) {
        frame.tellStatements();
      }
      Talk.say("%s took %d s", bench.name(), (System.nanoTime() - began) / 1_000_000_000);
      return 0;
    } catch (Exception e) {
      if (!frame.closing()) {
        Talk.say("%s could not be measured: %s", bench.name(), e);
        e.printStackTrace();
      }
      return FAILED;
    }
  }

  /** bench/run gives a folder of the source tree: /tmp may be memory, which has no fsync. */
  private static Path folder() {
    var set = System.getenv("SLIPWAY_BENCH_DIR");
    return Path.of(set == null || set.isEmpty() ? "slipway-bench" : set).toAbsolutePath();
  }

  private static boolean isSet(String variable) {
    var set = System.getenv(variable);
    return set != null && !set.isEmpty();
  }

  private static Path cacheDir() {
    var xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && Path.of(xdg).isAbsolute()
        ? Path.of(xdg, "slipway")
        : Path.of(System.getProperty("user.home"), ".cache", "slipway");
  }
}
