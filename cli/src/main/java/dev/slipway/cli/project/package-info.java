/** The command {@code project}: a tenant's websites and apps. */
@NullMarked
package dev.slipway.cli.project;

import org.jspecify.annotations.NullMarked;
