package dev.slipway.runner.attempt;

import dev.slipway.runner.link.LinkLost;
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

  /**
   * Exit code: the attempt is over, or no coordinator has heard of it for too long; the steps have
   * ended.
   */
  public static final int GONE = 3;

  /** Exit code: no readable attempt file, or no coordinator. */
  public static final int BAD_START = 4;

  /** Exit code, after SIGTERM: another pod of the attempt was at work; nothing ran here. */
  public static final int PARKED = 5;

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
      try (Spool spool = new Spool(file.folder().resolve("log"))) {
        new Conversation(file, folders, spool)
            .run(stop, tree, _ -> Backstop.arm(signal, stop, tree));
        return DONE;
      } finally {
        stop.close();
        var _ = tree.end(stop.grace());
        remove(folders);
      }
    } catch (IOException e) {
      Talk.say(String.valueOf(e.getMessage()));
      return BAD_START;
    } catch (LinkLost e) {
      Talk.say(e.getMessage() + "; the steps have ended");
      return switch (e.kind()) {
        case UNREACHABLE -> BAD_START;
        case OVER -> GONE;
        case PARKED -> {
          signal.park();
          yield PARKED;
        }
      };
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
