/**
 * Decides whether wishes become builds. In: checked wishes of a tenant, one or several that belong
 * together. Out: queued builds with their places in their chats, the same builds again for a
 * repeat, or a {@link dev.slipway.coordinator.build.Refusal}. Refuses before anything is stored.
 * Blocks until the batch that it shares with other submits is committed.
 */
@NullMarked
package dev.slipway.coordinator.admit;

import org.jspecify.annotations.NullMarked;
