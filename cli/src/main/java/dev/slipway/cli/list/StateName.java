package dev.slipway.cli.list;

import dev.slipway.cli.option.EnumWord;
import dev.slipway.v1.Build;

/** Reads a state by its short name, in any case. */
final class StateName extends EnumWord<Build.State> {
  StateName() {
    super("a state", Build.State.values());
  }
}
