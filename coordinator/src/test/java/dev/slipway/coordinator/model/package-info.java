/**
 * The queue's rules a second time, naively, and random commands on both. In: a list of commands.
 * Out: nothing, or the first command after which the model and what is tested differ.
 *
 * <p>{@link Model} states the rules of product.md §3 and §4 as plainly as possible: lists that are
 * looked through, no index, no stored head. It calls nothing of the code under test.
 */
package dev.slipway.coordinator.model;
