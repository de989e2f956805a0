package dev.slipway.cli.option;

import dev.slipway.v1.Supersede;

/** Reads {@code keep-all}, {@code skip-intermediate}, {@code cancel-running} or {@code smart}. */
public final class SupersedeName extends EnumWord<Supersede> {
  SupersedeName() {
    super("a way to supersede", Supersede.values());
  }
}
