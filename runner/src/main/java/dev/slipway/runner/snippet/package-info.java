/**
 * The snippet template: one JS or TS file, bundled and run.
 *
 * <p>In: the file in the work folder. Out: {@code bundle.js}, stored, and what it prints. Never:
 * installs what the file imports.
 */
@NullMarked
package dev.slipway.runner.snippet;

import org.jspecify.annotations.NullMarked;
