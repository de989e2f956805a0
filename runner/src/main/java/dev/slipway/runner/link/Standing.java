package dev.slipway.runner.link;

import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Plan;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * What outlives a stream.
 *
 * @param hello all of it but the result's sha256
 * @param plan completed by the first Welcome
 */
record Standing(
    Hello hello,
    Outbox outbox,
    Fence fence,
    Addresses addresses,
    CompletableFuture<Plan> plan,
    LinkListener listener,
    RandomGenerator random) {}
