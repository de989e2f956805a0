package dev.slipway.cli.option;

import dev.slipway.v1.Build;

/** Reads {@code low}, {@code normal}, {@code high} or {@code critical}. */
public final class PriorityName extends EnumWord<Build.Priority> {
  PriorityName() {
    super("a priority", Build.Priority.values());
  }

  /** Reads one that is part of a longer word. */
  public static Build.Priority of(String value) {
    return new PriorityName().convert(value);
  }
}
