package dev.slipway.race.crash;

import dev.slipway.bench.measure.Rest;
import dev.slipway.checker.Checks;
import dev.slipway.checker.history.History;
import dev.slipway.race.field.Field;
import dev.slipway.race.field.Server;
import dev.slipway.race.load.Crowd;
import dev.slipway.race.load.Pace;
import dev.slipway.race.plan.Plan;
import dev.slipway.race.run.Outcome;
import dev.slipway.race.run.RaceRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A race of coordinators in this process in which every point of the list is hurt in every way, one
 * after the other, while builds are submitted and played with. One at a time in a JVM.
 */
public final class CrashRun implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PASS_WITHIN = Duration.ofSeconds(60);

  /** Builds that are allowed a tick, as long as not too many wait. */
  private static final int PER_TICK = 6;

  private final Plan plan;
  private final Path folder;
  private final Path history;
  private final Consumer<String> talk;
  private final List<String> missed = new ArrayList<>();
  private int faults;
  private @Nullable Server server;
  private @Nullable Field field;

  /**
   * Starts nothing yet.
   *
   * @param folder for database and coordinators; emptied before and after
   * @param history for what happened; emptied before, kept afterwards
   */
  public CrashRun(Plan plan, Path folder, Path history, Consumer<String> talk) {
    this.plan = plan;
    this.folder = folder;
    this.history = history;
    this.talk = talk;
  }

  /**
   * What came of it.
   *
   * @param faults that happened
   * @param missed points that nobody passed, with the fault that waited there
   * @param unlisted points that somebody passed and the list does not name
   */
  public record Result(
      int faults, List<String> missed, Collection<String> unlisted, Outcome outcome) {}

  /** The list: each point by its name, in its order. */
  public static List<String> points() throws IOException {
    try (InputStream list =
        Objects.requireNonNull(
            CrashRun.class.getResourceAsStream("crash-points.txt"), "crash-points.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  /** Runs it; blocks for a minute or two. Whoever called closes. */
  public Result run(List<String> points) throws Exception {
    server = Server.start(folder);
    RaceRun.clear(history);
    Files.createDirectories(history);
    var opened =
        new Field(
            plan,
            server.resolve("coordinators"),
            history,
            server.createDatabase("crash"),
            Map.of(
                "datasources.default.driver-class-name",
                CrashDriver.class.getName(),
                "slipway.race.crash",
                "true"));
    field = opened;
    opened.start();
    var pace = new Pace();
    try (var crowd = new Crowd(plan, opened, history)) {
      crowd.start(pace);
      // What is done once, before anybody builds, cannot be waited for.
      CrashPoints.forget();
      var feeding = Thread.ofVirtual().start(() -> feed(pace, opened));
      try {
        hurt(points, crowd);
      } finally {
        pace.end();
        feeding.join();
      }
      crowd.join();
      comeToRest(opened);
    }
    var unlisted = new TreeSet<>(CrashPoints.seen());
    unlisted.removeAll(points());
    long unended = opened.unended();
    opened.dump();
    var report = Checks.all().expecting(plan.builds(), 0).run(History.read(history));
    return new Result(faults, missed, unlisted, new Outcome(opened.ended(), 0, unended, report));
  }

  private void hurt(List<String> points, Crowd crowd) throws Exception {
    for (var point : points) {
      for (var fault : List.of(Fault.THROW, Fault.STOP)) {
        crowd.check();
        if (CrashPoints.hurt(point, fault, PASS_WITHIN)) {
          faults++;
        } else {
          missed.add(fault + " " + point);
          talk.accept("nobody passed " + point);
        }
      }
    }
  }

  private void feed(Pace pace, Field opened) {
    try {
      while (!pace.over()) {
        if (opened.unended() + pace.left() < plan.unendedMax()) {
          pace.allow(PER_TICK);
        }
        Rest.of(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      talk.accept("the feeder ends: " + e);
    }
  }

  /** Until all builds have ended, or none does for as long as the plan says. */
  private void comeToRest(Field opened) throws Exception {
    long before = -1;
    for (int calm = 0;
        opened.unended() > 0 && TICK.multipliedBy(calm).compareTo(plan.calm()) < 0;
        calm++) {
      long now = opened.ended();
      calm = now == before ? calm : 0;
      before = now;
      Rest.of(TICK);
    }
  }

  @Override
  public void close() throws Exception {
    if (field != null) {
      field.close();
      field = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
