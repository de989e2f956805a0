/**
 * Makes one archive of a folder.
 *
 * <p>In: a folder. Out: a temporary tar.gz with its size and sha256, the same bytes for the same
 * files. Leaves out {@code .git}, {@code node_modules} and what {@code .gitignore} files name;
 * refuses what could not be unpacked within the limits. Never reads a file outside the folder, and
 * never sends anything.
 */
@NullMarked
package dev.slipway.cli.pack;

import org.jspecify.annotations.NullMarked;
