/**
 * What was true when. In: a {@link dev.slipway.checker.history.History}. Out: the life of each
 * build, the states of each chat, and each decision of dispatch with what it must have seen.
 *
 * <p>Order is the hard part. The audit's numbers are given by triggers, and concurrent transactions
 * may commit in another order. What is certain: changes of the same row, the same build or the same
 * slot stand in the order of their commits, because the second waits for the first; and each change
 * says which transactions had committed when its trigger ran. Everything here is built of these
 * two. Where the order of two transactions stays open, nothing is claimed that holds in one of both
 * orders only.
 */
@NullMarked
package dev.slipway.checker.replay;

import org.jspecify.annotations.NullMarked;
