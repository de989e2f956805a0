/**
 * The way to a coordinator.
 *
 * <p>In: an address or a data dir. Out: gRPC calls that are repeated, a bounded number of times,
 * when the connection is cut. Leaves it to the calls to be repeatable, and never repeats one to a
 * coordinator that has not answered yet.
 */
@NullMarked
package dev.slipway.cli.link;

import org.jspecify.annotations.NullMarked;
