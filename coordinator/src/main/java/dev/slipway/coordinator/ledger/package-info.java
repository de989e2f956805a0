/**
 * The one place where builds change. In: events that happened, and new builds and leases. Out: a
 * build's move between {@code build_waiting}, {@code build_active} and {@code build_ended}, its
 * events, and the heads of the chats that it touches, many builds in one transaction; after the
 * commit a {@link dev.slipway.coordinator.ledger.BuildsChanged} for whoever waits. Locks are taken
 * in the order chat, head, waiting, active. Never calls anything outside of the database while a
 * row is locked.
 */
@NullMarked
package dev.slipway.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
