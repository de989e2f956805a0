/**
 * Calls that are made again because nobody knows whether the first one arrived. In: a call that
 * says its {@code request_id}. Out: what the first call of it was answered; what it did is not done
 * again. Submits and retries of builds are not seen here: they keep their request_id with the build
 * that they made.
 */
@NullMarked
package dev.slipway.coordinator.repeat;

import org.jspecify.annotations.NullMarked;
