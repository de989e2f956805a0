/**
 * Many builds, many watchers. In: a tenant and a filter. Out: the list as it is, and then the
 * builds that change, each as it is when its watcher gets it, however often it changed before. One
 * look at the store finds what changed for all watchers of this coordinator; a token says where a
 * client that was cut goes on. Never a build's single events: those are {@code fanout}'s.
 */
@NullMarked
package dev.slipway.coordinator.changes;

import org.jspecify.annotations.NullMarked;
