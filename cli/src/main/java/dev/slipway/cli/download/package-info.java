/**
 * The command {@code download}. In: a build and the name of an artifact. Out: a file that is whole
 * and has the right sha256, or none.
 */
@NullMarked
package dev.slipway.cli.download;

import org.jspecify.annotations.NullMarked;
