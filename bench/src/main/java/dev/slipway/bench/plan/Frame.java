package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.InsertLimit;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.database.StatementCounter;
import dev.slipway.bench.database.WorkFolder;
import dev.slipway.bench.measure.Figures;
import dev.slipway.bench.measure.Pairs;
import dev.slipway.bench.measure.Talk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What every bench has: a durable database of its own, and somebody who ends everything that was
 * started, in the opposite order, whatever happens.
 */
public final class Frame implements AutoCloseable {
  private static final Pairs FULL = new Pairs(5, Duration.ofSeconds(3), Duration.ofSeconds(15));
  private static final Duration FSYNC_WINDOW = Duration.ofSeconds(2);

  /** Statements that are told, the dearest first. */
  private static final int STATEMENTS = 25;

  private final Figures figures;
  private final Path root;
  private final Path cacheDir;
  private final Pairs pairs;
  private final Deque<AutoCloseable> stops = new ArrayDeque<>();
  private @Nullable WorkFolder folder;
  private @Nullable BenchDatabase database;
  private volatile boolean closing;

  /** With windows as long as figures need them. Nothing is started yet. */
  public Frame(Figures figures, Path root, Path cacheDir) {
    this(figures, root, cacheDir, FULL);
  }

  /** With other windows, for tests. */
  Frame(Figures figures, Path root, Path cacheDir, Pairs pairs) {
    this.figures = figures;
    this.root = root;
    this.cacheDir = cacheDir;
    this.pairs = pairs;
  }

  /**
   * Starts the database, and prints what the figures depend on: whether it is durable, and how long
   * the disk takes for that.
   */
  public void open(boolean countStatements) throws Exception {
    var opened = started(() -> WorkFolder.open(root, cacheDir));
    folder = opened;
    Talk.say("starting Postgres in %s", root);
    var started = started(() -> BenchDatabase.start(opened.postgres(), cacheDir, countStatements));
    database = started;
    for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      figures.setting(setting, started.setting(setting));
    }
    figures.setting("file_system", fileSystem(opened));
    try (var oneClient = InsertLimit.oneRow(started, 1)) {
      figures.millis("fsync_ms", oneClient.run(FSYNC_WINDOW).latencies().median());
    }
  }

  private static String fileSystem(WorkFolder folder) throws IOException {
    var kind = folder.fileSystem();
    if (kind.equals("tmpfs") || kind.equals("ramfs")) {
      Talk.say(
          "warning: the database is in memory (%s), where a commit waits for nothing: set"
              + " SLIPWAY_BENCH_DIR to a folder on a disk",
          kind);
    }
    return kind;
  }

  /** Where the bench's results go. */
  public Figures figures() {
    return figures;
  }

  /** The durable database. */
  public BenchDatabase database() {
    return Objects.requireNonNull(database, "the frame is not open");
  }

  /** The windows of a comparison. */
  public Pairs pairs() {
    return pairs;
  }

  /**
   * Starts a coordinator on the database in a process of its own and returns when it answers: some
   * seconds. The frame ends it, if nobody else did.
   */
  public CoordinatorProcess coordinator(CoordinatorProcess.Options options) throws Exception {
    return coordinator(database(), options);
  }

  /** The same on another database; coordinators of one database share a folder. */
  public CoordinatorProcess coordinator(BenchDatabase on, CoordinatorProcess.Options options)
      throws Exception {
    return started(() -> CoordinatorProcess.start(file(folderOf(on)), on.url(), options));
  }

  private static String folderOf(BenchDatabase database) {
    return database.name().isEmpty() ? "coordinators" : "coordinators-" + database.name();
  }

  /** Tells the dearest statements since the database's start, all databases together. */
  public void tellStatements() throws SQLException {
    try (var counter = StatementCounter.on(database())) {
      counter.top(STATEMENTS).forEach(line -> Talk.say("  %s", line));
    }
  }

  /** A file or folder that goes with the frame. */
  public Path file(String name) {
    return Objects.requireNonNull(folder, "the frame is not open").resolve(name);
  }

  /**
   * Starts something that is closed with the frame, before everything that was there already. An
   * end that begins meanwhile waits for it: nothing that is half started is forgotten.
   *
   * @throws IllegalStateException when the end has begun
   */
  private synchronized <T extends AutoCloseable> T started(Callable<T> start) throws Exception {
    if (closing) {
      throw new IllegalStateException("the bench is ending");
    }
    var started = start.call();
    stops.push(started);
    return started;
  }

  /** Whether the end has begun: what fails then fails because of it. */
  public boolean closing() {
    return closing;
  }

  /** Ends what was started, the last first; a second call finds nothing left to do. */
  @Override
  public void close() {
    closing = true;
    while (true) {
      AutoCloseable next = next();
      if (next == null) {
        return;
      }
      try {
        next.close();
      } catch (Exception e) {
        Talk.say("while ending: %s", e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    return stops.poll();
  }
}
