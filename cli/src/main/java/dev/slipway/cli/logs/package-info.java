/**
 * The command {@code logs}. In: a build, perhaps a step, or a text to search for. Out: exactly the
 * stored bytes on stdout or in a file, whatever the format; of a search the lines that match.
 */
@NullMarked
package dev.slipway.cli.logs;

import org.jspecify.annotations.NullMarked;
