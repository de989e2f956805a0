/**
 * How much a scope may use, and how much it does.
 *
 * <p>In: clients' limits, and submits that want room. Out: the limits that dispatch goes by, what
 * is used, and a refusal for what goes over a bound on waiting builds, submits an hour or storage.
 * Never: a stored counter. Every sum is taken from the rows of the builds themselves; what is
 * remembered of a sum for a moment only says that a limit is far away.
 */
@NullMarked
package dev.slipway.coordinator.quota;

import org.jspecify.annotations.NullMarked;
