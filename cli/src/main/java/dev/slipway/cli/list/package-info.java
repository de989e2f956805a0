/** The command {@code list}: builds, newest first. Only reads. */
@NullMarked
package dev.slipway.cli.list;

import org.jspecify.annotations.NullMarked;
