/**
 * The command {@code logs}. In: a build, perhaps a step. Out: exactly the stored bytes on stdout,
 * whatever the format.
 */
@NullMarked
package dev.slipway.cli.logs;

import org.jspecify.annotations.NullMarked;
