package dev.slipway.coordinator.model;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Prints one line: how many sequences and commands were compared, and the seed. To run them again,
 * put the seed into the property: {@code @Property(seed = "…")}.
 */
final class SeedPrinted implements AroundPropertyHook {
  static final AtomicLong SEQUENCES = new AtomicLong();
  static final AtomicLong COMMANDS = new AtomicLong();

  static void count(int commands) {
    SEQUENCES.incrementAndGet();
    COMMANDS.addAndGet(commands);
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    SEQUENCES.set(0);
    COMMANDS.set(0);
    var result = property.execute();
    System.out.printf(
        "%s: %d sequences, %d commands, seed %s%n",
        context.label(), SEQUENCES.get(), COMMANDS.get(), result.seed().orElse("unknown"));
    return result;
  }
}
