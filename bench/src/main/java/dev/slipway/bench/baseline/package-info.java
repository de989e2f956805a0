/**
 * What Postgres itself can do, by plain JDBC, as pgbench would do it: the limits and the naive
 * queue that our figures stand beside. In: a database. Out: sides for {@link
 * dev.slipway.bench.measure.Pairs}. Knows nothing of Slipway's tables.
 */
@NullMarked
package dev.slipway.bench.baseline;

import org.jspecify.annotations.NullMarked;
