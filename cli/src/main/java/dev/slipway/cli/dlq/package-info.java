/**
 * The command {@code dlq}: failed builds whose attempts were lost too often, and what becomes of
 * them.
 */
@NullMarked
package dev.slipway.cli.dlq;

import org.jspecify.annotations.NullMarked;
