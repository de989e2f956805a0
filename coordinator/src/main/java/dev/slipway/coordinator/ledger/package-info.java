/**
 * The one place where a build changes. In: an event that happened. Out: the build's row, its new
 * event and its attempt's row, written in one transaction, and after the commit a {@link
 * dev.slipway.coordinator.ledger.BuildChanged} for whoever waits. Never calls anything outside of
 * the database while a row is locked.
 */
@NullMarked
package dev.slipway.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
