/** The command {@code chat}: a tenant's conversations and the policies of their order. */
@NullMarked
package dev.slipway.cli.chat;

import org.jspecify.annotations.NullMarked;
