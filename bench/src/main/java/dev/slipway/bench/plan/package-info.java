/**
 * The benches, one class each. In: a {@link dev.slipway.bench.plan.Frame} with a database. Out:
 * figures. Each class says which windows and loads it runs and what it prints.
 */
@NullMarked
package dev.slipway.bench.plan;

import org.jspecify.annotations.NullMarked;
