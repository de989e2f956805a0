/**
 * The command {@code submit}.
 *
 * <p>In: a folder, a file, standard input or a git address. Out: an uploaded source, a queued
 * build, and by default all that {@link dev.slipway.cli.follow} shows of it. A submit can be
 * repeated after any cut: the archive goes on where it stopped and the request id keeps it one
 * build. Never unpacks an archive.
 */
@NullMarked
package dev.slipway.cli.submit;

import org.jspecify.annotations.NullMarked;
