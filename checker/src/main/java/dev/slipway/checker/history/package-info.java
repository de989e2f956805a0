/**
 * What happened, as it was recorded outside the coordinator. In: a folder of JSON lines. Out: a
 * {@link dev.slipway.checker.history.History} of typed records. It judges nothing.
 */
@NullMarked
package dev.slipway.checker.history;

import org.jspecify.annotations.NullMarked;
