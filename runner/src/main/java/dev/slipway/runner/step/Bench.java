package dev.slipway.runner.step;

import dev.slipway.runner.link.Store;
import dev.slipway.runner.process.Commands;
import dev.slipway.runner.v1.Plan;
import java.util.Map;

/**
 * What all steps of an attempt share.
 *
 * @param environment of every command, scrubbed
 */
public record Bench(
    Plan plan,
    Folders folders,
    Map<String, String> environment,
    Commands commands,
    Store store,
    Reporter reporter) {}
