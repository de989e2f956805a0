package dev.slipway.runner.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Everything that descends from this runner: the commands of steps, what they started, and, because
 * the runner adopts orphans, daemons that called setsid or forked twice.
 *
 * <p>Where orphans cannot be adopted (not Linux) a daemon that forked twice is not found.
 */
public final class ProcessTree {
  /**
   * How long KILL may take; only a process stuck in the kernel needs longer, and none can end that
   * one.
   */
  private static final Duration KILL_WAIT = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** Commands that Java waits for; their exit status is not ours to take. */
  private final Set<Long> awaited = ConcurrentHashMap.newKeySet();

  /** Adopts orphans from here on. Call once, before the first command. */
  public ProcessTree() {
    boolean _ = Linux.adoptOrphans();
  }

  void await(Process process) {
    awaited.add(process.pid());
  }

  void ended(Process process) {
    awaited.remove(process.pid());
  }

  /**
   * Ends every descendant: TERM, after {@code grace} KILL, until none is left, also of those that
   * are started meanwhile. Blocks for at most {@code grace} and 10 s; an interrupt is kept for
   * later.
   *
   * @return how many processes could not be ended; anything but 0 is a fault of the machine
   */
  public synchronized int end(Duration grace) {
    boolean interrupted = Thread.interrupted();
    try {
      Set<ProcessHandle> asked = new HashSet<>();
      waitFor(grace, () -> noneAfter(process -> askOnce(process, asked)));
      waitFor(KILL_WAIT, () -> noneAfter(ProcessTree::kill));
      reapAdopted();
      return living().size();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * True when nothing lived at two looks in a row: one look at /proc can miss a process that is
   * just being adopted.
   */
  private static boolean noneAfter(Consumer<ProcessHandle> act) {
    List<ProcessHandle> living = living();
    if (living.isEmpty()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      living = living();
    }
    living.forEach(act);
    return living.isEmpty();
  }

  private static void askOnce(ProcessHandle process, Set<ProcessHandle> asked) {
    if (asked.add(process)) {
      boolean _ = process.destroy();
    }
  }

  private static void kill(ProcessHandle process) {
    boolean _ = process.destroyForcibly();
  }

  private static void waitFor(Duration atMost, BooleanSupplier done) {
    long start = System.nanoTime();
    while (!done.getAsBoolean() && System.nanoTime() - start < atMost.toNanos()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static List<ProcessHandle> living() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.isAlive() && !Zombie.is(process.pid()))
        .toList();
  }

  private void reapAdopted() {
    ProcessHandle.current()
        .children()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> !awaited.contains(pid) && Zombie.is(pid))
        .forEach(Linux::reap);
  }
}
