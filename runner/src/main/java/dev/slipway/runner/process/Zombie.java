package dev.slipway.runner.process;

/** Tells the dead that nobody has waited for from the living; Java's {@code isAlive} does not. */
final class Zombie {
  private Zombie() {}

  /** Also true of one that is gone meanwhile: as dead as one can be. */
  static boolean is(long pid) {
    return Linux.HERE
        && ProcessStat.read(pid)
            .map(stat -> stat.state() == 'Z' || stat.state() == 'X')
            .orElse(true);
  }
}
