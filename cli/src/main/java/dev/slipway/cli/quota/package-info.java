/**
 * The command {@code quota}: what a scope may use, and what it does. A lower limit stops nothing
 * that runs.
 */
@NullMarked
package dev.slipway.cli.quota;

import org.jspecify.annotations.NullMarked;
