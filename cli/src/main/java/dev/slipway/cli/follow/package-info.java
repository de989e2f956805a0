/**
 * Follows a build to its end.
 *
 * <p>In: a build's name and its stream of events, with the log in it. Out: lines, log and a
 * progress bar on stderr; the result, or events and the build as JSON, on stdout; an exit code.
 * After a cut it goes on with the next event and the next byte. Ending the command leaves the build
 * alone, unless whoever is asked on a terminal wants it cancelled.
 */
@NullMarked
package dev.slipway.cli.follow;

import org.jspecify.annotations.NullMarked;
