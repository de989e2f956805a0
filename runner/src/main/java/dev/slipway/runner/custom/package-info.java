/**
 * The template whose steps the build itself gives.
 *
 * <p>In: a command of the plan. Out: its exit code; a folder published when the plan says so.
 * Never: a shell between.
 */
@NullMarked
package dev.slipway.runner.custom;

import org.jspecify.annotations.NullMarked;
