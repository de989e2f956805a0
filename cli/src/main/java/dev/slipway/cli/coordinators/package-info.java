/** The command {@code coordinators}: the coordinators that share a database. Only reads. */
@NullMarked
package dev.slipway.cli.coordinators;

import org.jspecify.annotations.NullMarked;
