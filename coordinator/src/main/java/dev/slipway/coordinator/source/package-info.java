/**
 * What builds are made from, before they are built.
 *
 * <p>In: archives as streams, small files inside a request. Out: archives in the blob store, and
 * the word that a tenant has one. Never: a look inside an archive beyond its first bytes; the
 * runner unpacks.
 */
@NullMarked
package dev.slipway.coordinator.source;

import org.jspecify.annotations.NullMarked;
