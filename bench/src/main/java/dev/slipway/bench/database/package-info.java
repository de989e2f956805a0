/**
 * The database that a bench measures on. In: a folder on a real disk. Out: a durable Postgres of
 * its own, the product's embedded one with more room, and its folder gone at the end.
 */
@NullMarked
package dev.slipway.bench.database;

import org.jspecify.annotations.NullMarked;
