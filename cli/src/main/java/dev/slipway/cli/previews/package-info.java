/** The command {@code previews}: the stable addresses of chats. Only reads. */
@NullMarked
package dev.slipway.cli.previews;

import org.jspecify.annotations.NullMarked;
