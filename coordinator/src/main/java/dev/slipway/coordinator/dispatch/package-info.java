/**
 * Gives builds away. In: the heads of chats, what is held, limits and pauses. Out: leases, and a
 * launch for each after the commit. Who is next is decided by {@code order}; here is the one lock
 * that all coordinators share, what is read under it, and what is written.
 */
@NullMarked
package dev.slipway.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
