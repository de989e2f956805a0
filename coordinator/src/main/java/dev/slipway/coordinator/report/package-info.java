/**
 * What runners say. In: the messages of one runner, which is not trusted: each call shows the token
 * of one attempt and reaches nothing else. Out: events, log bytes and artifacts in the store, and
 * an ack for what is committed, never before.
 */
@NullMarked
package dev.slipway.coordinator.report;

import org.jspecify.annotations.NullMarked;
