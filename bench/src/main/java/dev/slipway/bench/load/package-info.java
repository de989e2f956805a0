/**
 * Clients that ask for more as soon as they have an answer. In: something to do over and over. Out:
 * how often it was done in a window, and how long each took. {@link dev.slipway.bench.load.Clients}
 * blocks a thread for each, {@link dev.slipway.bench.load.InFlight} has so many gRPC calls open.
 */
@NullMarked
package dev.slipway.bench.load;

import org.jspecify.annotations.NullMarked;
