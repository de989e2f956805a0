package dev.slipway.race.run;

import dev.slipway.race.field.Field;
import dev.slipway.race.field.Server;
import dev.slipway.race.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A race with everything around it: its own Postgres, its folders, and their end. */
public final class RaceRun implements AutoCloseable {
  private final Plan plan;
  private final Path folder;
  private final Path history;
  private final Consumer<String> talk;
  private @Nullable Server server;
  private @Nullable Field field;
  private boolean closing;

  /**
   * Starts nothing yet.
   *
   * @param folder for the database and the coordinators; emptied before and after
   * @param history for what happened; emptied before, kept afterwards
   */
  public RaceRun(Plan plan, Path folder, Path history, Consumer<String> talk) {
    this.plan = plan;
    this.folder = folder;
    this.history = history;
    this.talk = talk;
  }

  /** Runs the race; blocks for minutes. Whoever called closes. */
  public Outcome run() throws Exception {
    talk.accept("starting Postgres in " + folder);
    // Takes the lock of the folder as well: whoever comes second must not clear the first one's.
    var postgres = keep(Server.start(folder));
    clear(history);
    Files.createDirectories(history);
    talk.accept(
        "fsync %s, synchronous_commit %s"
            .formatted(postgres.setting("fsync"), postgres.setting("synchronous_commit")));
    talk.accept("starting " + plan.coordinators() + " coordinators");
    var opened =
        keep(
            new Field(
                plan,
                postgres.resolve("coordinators"),
                history,
                postgres.createDatabase("race"),
                Map.of()));
    opened.start();
    return new Race(plan, opened, history, talk).run();
  }

  private synchronized Server keep(Server started) throws IOException {
    server = started;
    if (closing) {
      started.close();
      throw new IllegalStateException("the race is ending");
    }
    return started;
  }

  private synchronized Field keep(Field opened) throws Exception {
    field = opened;
    if (closing) {
      opened.close();
      throw new IllegalStateException("the race is ending");
    }
    return opened;
  }

  /** Whether the end has begun: what fails then fails because of it. */
  public synchronized boolean closing() {
    return closing;
  }

  /** Ends everything that was started. */
  @Override
  public synchronized void close() throws Exception {
    closing = true;
    if (field != null) {
      field.close();
      field = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
