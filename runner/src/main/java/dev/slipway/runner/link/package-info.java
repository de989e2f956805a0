/**
 * The runner's side of the link to the coordinator.
 *
 * <p>In: events and a result, the spool's bytes. Out: the plan, acks, a cancel, or the news that
 * the link is gone; the source's bytes and stored artifacts by calls of their own. Never: connects
 * twice. A link that is gone stays gone, and the attempt with it.
 */
@NullMarked
package dev.slipway.runner.link;

import org.jspecify.annotations.NullMarked;
