/**
 * Postgres's driver with something in between, for coordinators that are told to use it. In: its
 * connections. Out: the same, watched.
 */
@NullMarked
package dev.slipway.race.driver;

import org.jspecify.annotations.NullMarked;
