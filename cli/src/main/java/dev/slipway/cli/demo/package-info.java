/**
 * The command {@code demo}.
 *
 * <p>In: a folder, by default the sample site. Out: a coordinator that runs, unless one did
 * already; a submitted and followed build; a preview that is served until the command ends.
 * Whatever it started ends with it, also when it is killed.
 */
@NullMarked
package dev.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
