/**
 * A coordinator as the benches and the race test need it: the product's own, on a database that is
 * there already, in a process of its own, with a launcher whose builds only pretend. In: flags, and
 * commands on standard input. Out: a gRPC address, counts, and a file of what ran when.
 */
@NullMarked
package dev.slipway.bench.coordinator;

import org.jspecify.annotations.NullMarked;
