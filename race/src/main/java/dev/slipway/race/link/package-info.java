/**
 * The link of the real runner with the real coordinator through a proxy that does what networks do.
 * In: a fault and a state of the conversation. Out: whether log, events and result are what the
 * workload wrote down itself.
 */
@NullMarked
package dev.slipway.race.link;

import org.jspecify.annotations.NullMarked;
