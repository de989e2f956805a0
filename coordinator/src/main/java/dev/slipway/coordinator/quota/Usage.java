package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import java.time.Instant;
import java.util.Map;

/**
 * What a scope uses beside what it may.
 *
 * @param used each resource that can be limited for this scope, 0 or more
 * @param limits those in force, the default for a tenant's queue among them
 * @param asOfTime when it was summed, by the database's clock
 */
public record Usage(Scope scope, Map<Resource, Long> used, Limits limits, Instant asOfTime) {}
