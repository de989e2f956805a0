package dev.slipway.coordinator.verify;

import java.util.function.Supplier;

/**
 * A rule that must always hold.
 *
 * @param name in kebab-case
 * @param sentence the rule in one sentence
 * @param query finds what breaks it, in the caller's transaction; blocks on reading all it needs
 */
record Rule(String name, String sentence, Supplier<Finding> query) {}
