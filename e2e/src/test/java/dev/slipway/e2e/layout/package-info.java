/**
 * The gate on imports. In: the tables of {@code docs/layout.md} and the compiled classes of the
 * modules. Out: one sentence for each place where they differ. Never: a rule that is not in the
 * document.
 */
@NullMarked
package dev.slipway.e2e.layout;

import org.jspecify.annotations.NullMarked;
