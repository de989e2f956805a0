/** The command {@code tenant}: the customers of whoever runs Slipway. */
@NullMarked
package dev.slipway.cli.tenant;

import org.jspecify.annotations.NullMarked;
