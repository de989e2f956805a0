/**
 * The recipes that builds name. In: a template's id and parameters. Out: which steps, in which
 * order, with what progress; or which parameters are wrong. Knows nothing of processes: what a step
 * runs, the runner decides when it sees the files.
 */
@NullMarked
package dev.slipway.coordinator.template;

import org.jspecify.annotations.NullMarked;
