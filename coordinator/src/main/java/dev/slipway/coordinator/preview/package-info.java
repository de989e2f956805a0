/**
 * Serves the sites that builds made, each build on an origin of its own and each chat on one more.
 *
 * <p>In: artifacts that are whole, HTTP requests, the wish to go back to an earlier build. Out:
 * bytes, and the addresses under which they are found. Never: a file outside an artifact, a listing
 * of a folder, a change of a build.
 */
@NullMarked
package dev.slipway.coordinator.preview;

import org.jspecify.annotations.NullMarked;
