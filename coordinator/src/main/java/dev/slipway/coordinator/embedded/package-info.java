/**
 * A whole coordinator in one process, for one machine: commands {@code up} and {@code coordinator}.
 *
 * <p>In: the command line. Out: a locked data folder with a running Postgres in it, or a Postgres
 * that is there; the coordinator's context on top, and a file that tells where everything listens.
 * Never: a build's life, or a table other than the one tenant that embedded mode has.
 */
@NullMarked
package dev.slipway.coordinator.embedded;

import org.jspecify.annotations.NullMarked;
