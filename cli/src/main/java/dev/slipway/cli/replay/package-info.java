/**
 * The command {@code replay}: plays a build that has ended, with its log, at its own pace or
 * faster.
 *
 * <p>In: a build's name and a speed. Out: what {@code watch} showed or would have shown. Never
 * changes a build.
 */
@NullMarked
package dev.slipway.cli.replay;

import org.jspecify.annotations.NullMarked;
