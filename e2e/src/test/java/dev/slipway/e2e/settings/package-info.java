/**
 * Durability of the embedded database. In: its settings as it runs. Out: none that forgets commits.
 */
@NullMarked
package dev.slipway.e2e.settings;

import org.jspecify.annotations.NullMarked;
