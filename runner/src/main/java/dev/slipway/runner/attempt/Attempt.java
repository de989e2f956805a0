package dev.slipway.runner.attempt;

import dev.slipway.runner.link.Coordinator;
import dev.slipway.runner.process.ProcessTree;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.step.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One attempt from its file to its exit code, on the calling thread. */
public final class Attempt {
  /** Exit code: the result is committed. */
  public static final int DONE = 0;

  /** Exit code: the attempt is over or the link is gone; the steps have ended. */
  public static final int GONE = 3;

  /** Exit code: no readable attempt file, or no coordinator. */
  public static final int BAD_START = 4;

  /** Between TERM and KILL until the plan says another. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ProcessTree tree = new ProcessTree();
  private final Stop stop = new Stop(Thread.currentThread(), GRACE);

  /**
   * Carries it out. Blocks until it is over, every process has ended and its folders are removed.
   * SIGTERM has the same end.
   *
   * @param path of {@code attempt.json}
   * @return the exit code
   */
  public int run(Path path) {
    EndOnSignal signal = EndOnSignal.install(stop);
    try {
      AttemptFile file = AttemptFile.read(path);
      Folders folders = Folders.in(file.folder(), file.cache());
      try (Spool spool = new Spool(file.folder().resolve("log"));
          Coordinator coordinator = new Coordinator(file.coordinator(), file.token())) {
        return new Conversation(file, folders, spool, coordinator).run(stop, tree);
      } finally {
        stop.close();
        var _ = tree.end(stop.grace());
        remove(folders);
      }
    } catch (IOException e) {
      Talk.say(String.valueOf(e.getMessage()));
      return BAD_START;
    } finally {
      signal.over();
    }
  }

  /**
   * What cannot be removed is the launcher's to remove; it does not change how the attempt ended.
   */
  private static void remove(Folders folders) {
    try {
      folders.remove();
    } catch (IOException e) {
      Talk.say("the attempt's folders cannot be removed: " + e);
    }
  }
}
