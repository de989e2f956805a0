package dev.slipway.coordinator.queue.pause;

import dev.slipway.coordinator.build.Scope;

/**
 * What may start is another thing than before: a pause began, changed or ended. Published in the
 * transaction, heard after it by a {@code @TransactionalEventListener}. Nobody is told when a pause
 * ends by its time: whoever starts builds looks again from time to time anyway.
 *
 * @param scope whose builds it concerns
 */
public record QueueChanged(Scope scope) {}
