/**
 * The command line of the benches. In: a bench's name. Out: its figures on standard output, talk on
 * standard error, an exit code.
 */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
