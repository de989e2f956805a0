/**
 * Packs a folder and stores it.
 *
 * <p>In: a folder below the work folder. Out: a zip whose bytes depend only on the files' names and
 * contents, in the coordinator's store. Never: follows a link out of the folder, or reads what is
 * not a regular file.
 */
@NullMarked
package dev.slipway.runner.artifact;

import org.jspecify.annotations.NullMarked;
