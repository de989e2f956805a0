/**
 * Finds programs: those on PATH, and those that npm can bring.
 *
 * <p>In: a name and a version. Out: a folder to put on PATH. Never: installs anything for the whole
 * machine.
 */
@NullMarked
package dev.slipway.runner.tool;

import org.jspecify.annotations.NullMarked;
