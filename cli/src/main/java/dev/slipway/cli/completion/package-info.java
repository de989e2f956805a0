/** The command {@code completion}: a script for bash and zsh. Talks to nobody. */
@NullMarked
package dev.slipway.cli.completion;

import org.jspecify.annotations.NullMarked;
