package dev.slipway.race.run;

import dev.slipway.race.field.Field;
import dev.slipway.race.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/** Kills one coordinator after the other, each as soon as the last victim is ready again. */
final class Killer {
  private final Plan plan;
  private final Field field;
  private final Path file;
  private final RandomGenerator random;
  private volatile int kills;
  private volatile long nanosPerKill = 8_000_000_000L;

  Killer(Plan plan, Field field, Path history, RandomGenerator random) {
    this.plan = plan;
    this.field = field;
    this.file = history.resolve("kills.jsonl");
    this.random = random;
  }

  /** Returns after the last victim is back. */
  void run() throws IOException, InterruptedException {
    while (kills < plan.kills()) {
      long began = System.nanoTime();
      int slot = random.nextInt(field.slots());
      var victim = field.peer(slot);
      // Before, not after: others may see that it is dead, and begin its builds anew, before we do.
      long sent = System.nanoTime();
      victim.kill();
      write(victim.pid(), sent);
      kills++;
      var _ = field.start(slot);
      nanosPerKill = (nanosPerKill + System.nanoTime() - began) / 2;
    }
  }

  private void write(long pid, long sent) {
    try {
      Files.writeString(
          file,
          """
          {"pid":%d,"t":%d}
          """
              .formatted(pid, sent),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("write to the list of kills", e);
    }
  }

  int kills() {
    return kills;
  }

  boolean done() {
    return kills >= plan.kills();
  }

  /** How long the rest will take, by how long a victim took to come back of late. */
  double secondsLeft() {
    return (plan.kills() - kills) * (nanosPerKill / 1e9);
  }
}
