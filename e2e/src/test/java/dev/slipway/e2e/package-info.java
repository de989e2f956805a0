/**
 * The hands of the end-to-end tests: they start {@code bin/slipway} as a user does, speak to it by
 * gRPC, by its command line and by a browser, and look at what it leaves behind. One sub-package
 * per behaviour holds the tests.
 *
 * <p>In: the programs as they are shipped. Out: what a user can see. Never: a class of the
 * coordinator, the runner or the command line.
 */
@NullMarked
package dev.slipway.e2e;

import org.jspecify.annotations.NullMarked;
