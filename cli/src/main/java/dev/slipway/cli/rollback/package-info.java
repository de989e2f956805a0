/** The command {@code rollback}: lets a chat show an earlier build again. */
@NullMarked
package dev.slipway.cli.rollback;

import org.jspecify.annotations.NullMarked;
